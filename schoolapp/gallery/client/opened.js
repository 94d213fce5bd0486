/**
 * Which work is open, told to the phone's own history: the back key closes the lightbox instead of leaving the page, and
 * from work to work the entry is replaced. The address names the work, so it can be opened again.
 */

const MARK = "schoolapp_work";

export const openNow = (window) => window.history.state?.[MARK] || 0;

export function noteOpen(window, id) {
  const { history } = window;
  if (!id) return openNow(window) ? history.back() : undefined;
  const address = new URL(window.location.href);
  address.searchParams.set("work", id);
  const state = { ...history.state, [MARK]: id };
  return openNow(window) ? history.replaceState(state, "", address) : history.pushState(state, "", address);
}

/** The work that the address names when the page is opened (a link from elsewhere): it lies over the gallery. */
export function takeFromAddress(window) {
  const address = new URL(window.location.href);
  const id = Number(address.searchParams.get("work")) || 0;
  if (openNow(window)) return openNow(window);
  if (!id) return 0;
  address.searchParams.delete("work");
  window.history.replaceState(window.history.state, "", address);
  noteOpen(window, id);
  return id;
}

export function listen(window, onOpen) {
  const heard = (event) => {
    event.stopImmediatePropagation();
    onOpen(openNow(window));
  };
  window.addEventListener("popstate", heard, true);
  return () => window.removeEventListener("popstate", heard, true);
}
