// What a page looks like, in words that two browsers can be compared by: for every visible piece of text and every
// coloured box its colours as sRGB numbers, its font size and its corner radius.
(() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  /** Any CSS colour, oklch and color-mix too, as "r,g,b,a" with 0–255. */
  function srgb(colour) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = "#000";
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].join(",");
  }

  function described(element) {
    const style = getComputedStyle(element);
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const background = srgb(style.backgroundColor);
    if (!own && background.endsWith(",0")) return null;
    return {
      what: element.tagName.toLowerCase() + "." + (element.getAttribute("class") || ""),
      text: own ? srgb(style.color) : "",
      background,
      size: own ? style.fontSize : "",
      radius: style.borderTopLeftRadius,
    };
  }

  const seen = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  });
  return [document.body, ...seen].map(described).filter(Boolean);
})()
