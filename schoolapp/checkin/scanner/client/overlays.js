/** What lies over the camera's picture: what must be drawn anew, and where a label stands. Pure. */

/** Less than this is the reader's own trembling, in pixels of the video. */
const STILL = 3;

/** What is shown after a frame: the same as before, and nothing is drawn, when the same cards lie where they lay. */
export function nextShown(before, next) {
  return before.codes.length === next.codes.length && next.codes.every((code, i) => isStill(before.codes[i], code)) ? before : next;
}

function isStill(old, code) {
  const isSame = code.text === old.text && ["id", "verdict", "student", "sent"].every((field) => code.record?.[field] === old.record?.[field]);
  return isSame && code.corners.every(([x, y], i) => Math.abs(x - old.corners[i][0]) + Math.abs(y - old.corners[i][1]) < STILL);
}

/** Below the card, never outside the picture; neighbours stand on different heights (`step`), so that both can be read. */
export function labelPlace(points, step, box) {
  const middle = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const left = Math.max(90, Math.min(middle, box.width - 90));
  const top = Math.max(8, Math.min(Math.max(...points.map(([, y]) => y)) + 10, box.height - 86)) + step * 36;
  return `translate(${left}px, ${top}px) translateX(-50%)`;
}
