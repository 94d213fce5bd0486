/**
 * Four corners of a sheet → an upright rectangle: the preview's twin of works/media/straighten.py, which is what counts.
 * Both run tests/cases/straighten.json. Points are [x, y]; the top left corner of a picture is [0, 0].
 */

const LONGEST = 1920;
const MOST_DOUBT = 1.6;
const FLAT = 0.02;
/** Focal lengths of phones, in long sides of the picture. */
const [LEAST_FOCAL, USUAL_FOCAL, MOST_FOCAL] = [0.5, 0.75, 3];

const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

/** Corners given as parts of the picture (0–1), in its pixels. */
export const inPixels = (corners, { width, height }) => corners.map(([x, y]) => [x * width, y * height]);

/** Clockwise, no edge crossing another. */
export function isConvex(corners) {
  return corners.every((o, i) => {
    const [a, b] = [corners[(i + 1) % 4], corners[(i + 2) % 4]];
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]) > 0;
  });
}

export function areaOf(corners) {
  return Math.abs(corners.reduce((sum, [x, y], i) => {
    const [nx, ny] = corners[(i + 1) % corners.length];
    return sum + x * ny - nx * y;
  }, 0)) / 2;
}

/** Width and height in pixels of the straightened sheet, its true aspect as far as the perspective tells. */
export function straightSize(corners, size, longest = LONGEST) {
  const [tl, tr, br, bl] = inPixels(corners, size);
  let width = Math.max(distance(tl, tr), distance(bl, br));
  let height = Math.max(distance(tl, bl), distance(tr, br));
  const aspect = aspectOf([tl, tr, br, bl], size, width / height);
  if (width / height > aspect) height = width / aspect;
  else width = height * aspect;
  const shrink = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.floor(width * shrink + 0.5)), height: Math.max(1, Math.floor(height * shrink + 0.5)) };
}

/**
 * Width by height of the rectangle that a camera saw at these corners; `ofEdges` where that says nothing sure.
 * Zhang & He, "Whiteboard scanning and image enhancement" (2006), section 3.
 */
function aspectOf(corners, { width, height }, ofEdges) {
  const [tl, tr, br, bl] = corners.map(([x, y]) => [x - width / 2, y - height / 2, 1]);
  const k2 = triple(tl, br, bl) / triple(tr, br, bl);
  const k3 = triple(tl, br, tr) / triple(bl, br, tr);
  const n2 = tr.map((value, i) => k2 * value - tl[i]);
  const n3 = bl.map((value, i) => k3 * value - tl[i]);
  const focal2 = focalSquare(n2, n3, Math.max(width, height));
  const wide = (n2[0] ** 2 + n2[1] ** 2) / focal2 + n2[2] ** 2;
  const high = (n3[0] ** 2 + n3[1] ** 2) / focal2 + n3[2] ** 2;
  const found = Math.sqrt(wide / high);
  return found / ofEdges >= 1 / MOST_DOUBT && found / ofEdges <= MOST_DOUBT ? found : ofEdges;
}

/** From the vanishing points of the edges; a phone's usual one for a sheet that is tilted about one axis only. */
function focalSquare(n2, n3, longest) {
  if (Math.abs(n2[2]) >= FLAT && Math.abs(n3[2]) >= FLAT) {
    const found = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2]);
    if (found >= (LEAST_FOCAL * longest) ** 2 && found <= (MOST_FOCAL * longest) ** 2) return found;
  }
  return (USUAL_FOCAL * longest) ** 2;
}

function triple(a, b, c) {
  return (a[1] * b[2] - a[2] * b[1]) * c[0] + (a[2] * b[0] - a[0] * b[2]) * c[1] + (a[0] * b[1] - a[1] * b[0]) * c[2];
}

/** The homography from the straightened sheet's pixels to where they were seen (Heckbert 1989, 2.2.3): a … h. */
export function backToOriginal(corners, size, straight) {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = inPixels(corners, size);
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / whole;
  const h = (dx1 * dy3 - dx3 * dy1) / whole;
  const { width: w, height: t } = straight;
  return [(x1 - x0 + g * x1) / w, (x3 - x0 + h * x3) / t, x0, (y1 - y0 + g * y1) / w, (y3 - y0 + h * y3) / t, y0, g / w, h / t];
}

export function apply([a, b, c, d, e, f, g, h], [x, y]) {
  const depth = g * x + h * y + 1;
  return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
}

/**
 * The sheet, straightened.
 * @param {{data: Uint8ClampedArray, width: number, height: number}} picture RGBA @param {{width: number, height: number}} to
 * @returns {Uint8ClampedArray} RGBA of `to`; between four pixels, which is enough for a preview
 */
export function straightened(picture, corners, to) {
  const [a, b, c, d, e, f, g, h] = backToOriginal(corners, picture, to);
  const out = new Uint8ClampedArray(to.width * to.height * 4);
  for (let row = 0, at = 0; row < to.height; row += 1) {
    for (let column = 0; column < to.width; column += 1, at += 4) {
      const x = column + 0.5;
      const y = row + 0.5;
      const depth = g * x + h * y + 1;
      mix(picture, (a * x + b * y + c) / depth - 0.5, (d * x + e * y + f) / depth - 0.5, out, at);
    }
  }
  return out;
}

function mix({ data, width, height }, x, y, out, at) {
  const left = Math.max(0, Math.min(width - 2, Math.floor(x)));
  const top = Math.max(0, Math.min(height - 2, Math.floor(y)));
  const u = Math.max(0, Math.min(1, x - left));
  const v = Math.max(0, Math.min(1, y - top));
  const from = (top * width + left) * 4;
  const below = from + width * 4;
  for (let i = 0; i < 3; i += 1) {
    const upper = data[from + i] * (1 - u) + data[from + 4 + i] * u;
    out[at + i] = upper * (1 - v) + (data[below + i] * (1 - u) + data[below + 4 + i] * u) * v;
  }
  out[at + 3] = 255;
}
