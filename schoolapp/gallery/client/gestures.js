/** What fingers mean: swipe to the next work, two fingers to look closer, down to close. Pure. */

const SWIPE = 60;
export const CLOSEST = 4;

/** @returns {"next" | "back" | "close" | ""} what a finger meant that moved by dx, dy pixels while nothing was enlarged. */
export function meant(dx, dy) {
  if (Math.abs(dx) > SWIPE && Math.abs(dx) > 1.5 * Math.abs(dy)) return dx < 0 ? "next" : "back";
  return dy > 1.6 * SWIPE && dy > 1.5 * Math.abs(dx) ? "close" : "";
}

/** 0:12 */
export const lengthOf = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** The picture enlarged about a point: what lies under the point stays there. `view`: {scale, x, y}, x and y the shift. */
export function zoomed(view, scale, point) {
  const next = Math.max(1, Math.min(CLOSEST, scale));
  const ratio = next / view.scale;
  if (next === 1) return { scale: 1, x: 0, y: 0 };
  return { scale: next, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

/** Keep an enlarged picture of the given half size over the middle of its frame. */
export function held(view, halfWidth, halfHeight) {
  const mostX = halfWidth * (view.scale - 1);
  const mostY = halfHeight * (view.scale - 1);
  return { scale: view.scale, x: Math.max(-mostX, Math.min(mostX, view.x)), y: Math.max(-mostY, Math.min(mostY, view.y)) };
}
