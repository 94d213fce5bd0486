/**
 * Which screen is open, told to the phone's own history: its back key and gesture close the screen that is open over the
 * roll instead of leaving the scanner, and leave from the roll itself. Pure but for the window that is handed in.
 *
 * One entry stands for whatever is open over the roll: from screen to screen it is replaced, so that back leads to the roll.
 */

export const ROLL = "roll";
/** The mark on an entry of the history; Reflex keeps marks of its own beside it. */
const MARK = "schoolapp_screen";

/** @param {Window} window @returns {string} the screen that the present entry stands for */
export const screenNow = (window) => window.history.state?.[MARK] || ROLL;

/** Note that `name` is shown. Going to the roll takes the entry back, and the answer comes by `listen`. */
export function note(window, name) {
  const { history } = window;
  const isOpen = screenNow(window) !== ROLL;
  if (name === ROLL) return isOpen ? history.back() : undefined;
  const state = { ...history.state, [MARK]: name };
  return isOpen ? history.replaceState(state, "") : history.pushState(state, "");
}

/** A screen that the address names (`?view=manual`) lies over the roll like any other; the name leaves the address. */
export function takeFromAddress(window) {
  const address = new URL(window.location.href);
  const name = address.searchParams.get("view") || ROLL;
  address.searchParams.delete("view");
  if (name === ROLL || screenNow(window) !== ROLL) return screenNow(window);
  window.history.replaceState(window.history.state, "", address);
  note(window, name);
  return name;
}

/**
 * Tell `onScreen` what the history leads to. Reflex is not asked to load the page again: the event ends here.
 * @returns {() => void} stops
 */
export function listen(window, onScreen) {
  const heard = (event) => {
    event.stopImmediatePropagation();
    onScreen(screenNow(window));
  };
  window.addEventListener("popstate", heard, true);
  return () => window.removeEventListener("popstate", heard, true);
}
