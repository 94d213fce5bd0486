/** How hard to look: a camera has another frame in a moment, a picture is all there is. */
export function readOptions(isPicture) {
  return {
    formats: ["QRCode"],
    maxNumberOfSymbols: 24,
    tryHarder: true,
    tryRotate: true,
    tryInvert: Boolean(isPicture),
    tryDownscale: true,
    tryDenoise: Boolean(isPicture),
    textMode: "Plain",
  };
}

/** Width and height at most `longest`, in proportion: iPhones refuse canvases over 16.7 megapixels. */
export function fitted(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
