// An opened sheet is one whose close button says `<button data-escape>`. Escape presses that button; closed, focus is where
// the sheet was opened from. On phones the sheet lies over the page: Tab and screen readers stay inside, the back key closes it.
(function () {
  var MARK = "schoolapp_sheet";
  var phone = window.matchMedia("(max-width: 1023px)");
  var opener = null, isOpen = false, over = null, asleep = [];
  // Whether an entry of the phone's history stands for the open sheet, and whether we are taking it back ourselves.
  var isNoted = isMarked(), isLeaving = false;

  function closer() { return document.querySelector("button[data-escape]"); }
  function isMarked() { return Boolean(window.history.state && window.history.state[MARK]); }

  document.addEventListener("click", function (event) {
    var pressed = event.target.closest && event.target.closest("button, a");
    if (pressed && !pressed.closest(".k-sheet")) opener = pressed;
  }, true);
  document.addEventListener("keydown", function (event) {
    var button = closer();
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !button) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    button.click();
  });

  // Everything beside the sheet and beside what it lies in; what is said aloud (role=status) stays in reach, it lies on top.
  function others(sheet) {
    var found = [];
    for (var part = sheet; part && part !== document.body; part = part.parentElement) {
      for (var other of part.parentElement.children) {
        if (other !== part && !other.matches("[role=status], script, style")) found.push(other);
      }
    }
    return found;
  }
  function layOver(sheet) {
    asleep = others(sheet);
    asleep.forEach(function (part) { part.inert = true; });
    over = sheet;
    over.setAttribute("role", "dialog");
    over.setAttribute("aria-modal", "true");
    over.setAttribute("aria-label", sheet.querySelector("h2").textContent);
  }
  function wakeAll() {
    asleep.forEach(function (part) { part.inert = false; });
    asleep = [];
    if (over) ["role", "aria-modal", "aria-label"].forEach(function (name) { over.removeAttribute(name); });
    over = null;
  }
  // iOS 15.4 knows no inert: there focus that got out is brought back.
  document.addEventListener("focusin", function (event) {
    var button = closer();
    if (button && asleep.some(function (part) { return part.contains(event.target); })) button.focus();
  });

  function note() {
    if (isNoted) return;
    isNoted = true;
    window.history.pushState(Object.assign({}, window.history.state, { [MARK]: true }), "");
  }
  function forget() {
    if (!isNoted) return;
    isLeaving = isMarked();
    isNoted = false;
    if (isLeaving) window.history.back();
  }
  window.addEventListener("popstate", function (event) {
    if (isLeaving) {
      isLeaving = false;
      event.stopImmediatePropagation();
    } else if (isNoted && isOpen && !isMarked()) {
      isNoted = false;
      event.stopImmediatePropagation();
      closer().click();
    } else isNoted = isMarked();
  }, true);

  // What the sheet was opened from is gone, decided about: the keyboard goes on from the page's heading.
  function beginAnew(heading) {
    if (!heading || document.activeElement !== document.body) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  function onClose() {
    forget();
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    else beginAnew(document.querySelector("h1"));
    opener = null;
  }
  function look() {
    var button = closer(), sheet = button && button.closest(".k-sheet"), wasOpen = isOpen;
    isOpen = Boolean(sheet);
    if (over) wakeAll();
    if (isOpen && phone.matches) layOver(sheet);
    if (isOpen && phone.matches && !wasOpen) note();
    if (wasOpen && !isOpen) onClose();
  }
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  phone.addEventListener("change", look);
  look();
})();
