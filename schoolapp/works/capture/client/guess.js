/**
 * A first guess at a sheet's corners, from a small picture of brightness. The sheet is taken for the largest patch that is
 * brighter (else darker) than what lies around it; its sides are lines fitted to the patch's outline.
 */

import { areaOf, isConvex } from "./geometry.js";

const LEAST_PART = 0.08;
const MOST_PART = 0.96;
/** So much of the four-cornered figure the patch must fill, and so little of the patch may lie outside. */
const LEAST_FIT = 0.8;

/**
 * @param {{data: Uint8Array|Uint8ClampedArray, width: number, height: number}} luma brightness, one byte a pixel, best 120–240 px wide
 * @returns {{corners: number[][], fit: number}|null} clockwise from top left, as parts of the picture; null when unsure
 */
export function guessCorners(luma) {
  const smooth = blurred(luma);
  const limit = otsu(smooth);
  const bright = sheetOf(smooth, (value) => value > limit);
  if (bright) return bright;
  return sheetOf(smooth, (value) => value <= limit);
}

function sheetOf(luma, belongs) {
  const patch = largestPatch(luma, belongs);
  const part = patch.size / (luma.width * luma.height);
  if (part < LEAST_PART || part > MOST_PART) return null;
  const corners = fitted(patch, luma);
  if (!corners || !isConvex(corners)) return null;
  const fit = overlap(patch, corners, luma);
  if (fit < LEAST_FIT) return null;
  return { corners: corners.map(([x, y]) => [part01(x / luma.width), part01(y / luma.height)]), fit };
}

const part01 = (value) => Math.min(1, Math.max(0, value));

/** The mean over 3 × 3: threads and grain do not count. */
export function blurred({ data, width, height }) {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      let count = 0;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) { sum += data[v * width + u]; count += 1; }
      }
      out[y * width + x] = sum / count;
    }
  }
  return { data: out, width, height };
}

/** The brightness that parts the picture best in two (Otsu 1979). */
export function otsu({ data }) {
  const histogram = new Float64Array(256);
  data.forEach((value) => { histogram[value] += 1; });
  const all = histogram.reduce((sum, count, value) => sum + count * value, 0);
  let best = -1;
  let limit = 127;
  for (let value = 0, below = 0, sum = 0; value < 255; value += 1) {
    below += histogram[value];
    sum += histogram[value] * value;
    const above = data.length - below;
    if (!below || !above) continue;
    const between = below * above * (sum / below - (all - sum) / above) ** 2;
    if (between > best) { best = between; limit = value; }
  }
  return limit;
}

/** The largest connected patch: for each row its first and last column (holes, such as writing, belong to it). */
function largestPatch({ data, width, height }, belongs) {
  const label = new Int32Array(width * height);
  let best = { size: 0, id: 0 };
  const stack = [];
  for (let start = 0, id = 0; start < data.length; start += 1) {
    if (label[start] || !belongs(data[start])) continue;
    id += 1;
    let size = 0;
    label[start] = id;
    stack.push(start);
    while (stack.length) {
      const at = stack.pop();
      size += 1;
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next >= 0 && next < data.length && !label[next] && belongs(data[next])) { label[next] = id; stack.push(next); }
      }
    }
    if (size > best.size) best = { size, id };
  }
  return outlineOf(label, best.id, width, height);
}

function outlineOf(label, id, width, height) {
  const rows = [];
  const columns = Array.from({ length: width }, () => null);
  let size = 0;
  for (let y = 0; y < height; y += 1) {
    let span = null;
    for (let x = 0; x < width; x += 1) {
      if (label[y * width + x] !== id) continue;
      span = span ? [span[0], x + 1] : [x, x + 1];
      columns[x] = columns[x] ? [columns[x][0], y + 1] : [y, y + 1];
    }
    rows.push(span);
    if (span) size += span[1] - span[0];
  }
  return { rows, columns, size };
}

/** Corners where the lines of neighbouring sides meet. */
function fitted(patch, { width, height }) {
  const outline = [
    ...patch.rows.flatMap((span, y) => (span ? [[span[0], y + 0.5], [span[1], y + 0.5]] : [])),
    ...patch.columns.flatMap((span, x) => (span ? [[x + 0.5, span[0]], [x + 0.5, span[1]]] : [])),
  ];
  if (outline.length < 8) return null;
  const rough = roughCorners(outline);
  const sides = rough.map((from, i) => sideLine(outline, from, rough[(i + 1) % 4], Math.max(width, height) * 0.03));
  return rough.map((corner, i) => meeting(sides[(i + 3) % 4], sides[i], corner, Math.max(width, height) * 0.12));
}

/** The outermost points towards the four corners of the picture. */
function roughCorners(points) {
  const furthest = (score) => points.reduce((best, point) => (score(point) > score(best) ? point : best));
  return [furthest(([x, y]) => -x - y), furthest(([x, y]) => x - y), furthest(([x, y]) => x + y), furthest(([x, y]) => y - x)];
}

/** Least squares through the outline's points near the side from `a` to `b`, its ends left out; null without any. */
function sideLine(outline, a, b, near) {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const along = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  const points = outline.filter(([x, y]) => {
    const t = ((x - a[0]) * along[0] + (y - a[1]) * along[1]) / length;
    return t > 0.12 && t < 0.88 && Math.abs((x - a[0]) * along[1] - (y - a[1]) * along[0]) < near;
  });
  return points.length < 4 ? null : throughPoints(points);
}

function throughPoints(points) {
  const n = points.length;
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) { xx += (x - mx) ** 2; xy += (x - mx) * (y - my); yy += (y - my) ** 2; }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  return { x: mx, y: my, dx: Math.cos(angle), dy: Math.sin(angle) };
}

/** Where two lines meet; `otherwise` when they hardly do, or far from where the corner was seen. */
function meeting(one, two, otherwise, far) {
  if (!one || !two) return otherwise;
  const cross = one.dx * two.dy - one.dy * two.dx;
  if (Math.abs(cross) < 0.15) return otherwise;
  const t = ((two.x - one.x) * two.dy - (two.y - one.y) * two.dx) / cross;
  const [x, y] = [one.x + t * one.dx, one.y + t * one.dy];
  return Math.hypot(x - otherwise[0], y - otherwise[1]) > far ? otherwise : [x, y];
}

/** How well the figure covers the patch: what both have, by what either has. */
function overlap(patch, corners) {
  let both = 0;
  patch.rows.forEach((span, y) => {
    const cut = spanAt(corners, y + 0.5);
    if (span && cut) both += Math.max(0, Math.min(span[1], cut[1]) - Math.max(span[0], cut[0]));
  });
  return both / (patch.size + areaOf(corners) - both);
}

function spanAt(corners, y) {
  const xs = corners.flatMap(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % 4];
    return (y1 <= y) === (y2 <= y) ? [] : [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)];
  });
  return xs.length < 2 ? null : [Math.min(...xs), Math.max(...xs)];
}
