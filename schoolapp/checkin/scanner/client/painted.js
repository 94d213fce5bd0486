/** Work that may come after what is shown has been painted; where nothing is painted (a hidden page) soon all the same. */

const AT_MOST_MS = 200;

export function afterPaint(run) {
  let isDone = false;
  const once = () => { if (!isDone) { isDone = true; run(); } };
  requestAnimationFrame(() => setTimeout(once, 0));
  setTimeout(once, AT_MOST_MS);
}
