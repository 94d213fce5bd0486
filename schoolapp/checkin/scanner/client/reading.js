/**
 * How hard to look: a camera has another frame in a moment, a picture is all there is.
 * @param {{isPicture?: boolean, binarizer?: string}} how `binarizer`: how zxing tells dark from light
 */
export function readOptions({ isPicture = false, binarizer = "LocalAverage" } = {}) {
  return {
    formats: ["QRCode"],
    maxNumberOfSymbols: 24,
    tryHarder: true,
    tryRotate: true,
    tryInvert: isPicture,
    tryDownscale: true,
    tryDenoise: isPicture,
    binarizer,
    textMode: "Plain",
  };
}

/** A card far away needs the larger one, a blurred one the smaller; most are read at the first. */
const SIZES = [1600, 2600, 1000];

/**
 * The ways in which a picture is tried until a code is found, none twice. The last two help where light is flat or the
 * picture is grainy: one threshold for the whole, and four points made one.
 * @returns {Array<{width: number, height: number, binarizer: string}>}
 */
export function picturePasses(width, height) {
  const sizes = SIZES.map((longest) => fitted(width, height, longest)).filter((size, i, all) => all.findIndex((other) => other.width === size.width) === i);
  const [first] = sizes;
  const half = fitted(width, height, Math.max(first.width, first.height) / 2);
  return [...sizes.map((size) => ({ ...size, binarizer: "LocalAverage" })), ...[first, half].map((size) => ({ ...size, binarizer: "GlobalHistogram" }))];
}

/** Width and height at most `longest`, in proportion: iPhones refuse canvases over 16.7 megapixels. */
export function fitted(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
