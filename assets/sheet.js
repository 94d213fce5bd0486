// Escape presses the close button of an opened sheet (`<button data-escape>`); closed, focus is where it was opened from.
(function () {
  var opener = null;
  function closer() { return document.querySelector("button[data-escape]"); }
  document.addEventListener("click", function (event) {
    var pressed = event.target.closest && event.target.closest("button, a");
    if (!pressed) return;
    if (pressed.hasAttribute("data-escape")) giveBack(40);
    else if (!pressed.closest(".k-sheet")) opener = pressed;
  }, true);
  // The server closes the sheet: wait for that, two seconds at most.
  function giveBack(tries) {
    if (closer() && tries) return setTimeout(giveBack, 50, tries - 1);
    if (opener && opener.isConnected && !closer()) opener.focus();
  }
  document.addEventListener("keydown", function (event) {
    var button = closer();
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !button) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    button.click();
  });
})();
