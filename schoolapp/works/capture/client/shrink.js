/** How a picture leaves the phone: decided here, drawn in picture.js. */

export const LONGEST = 2560;
/** iPhones give an empty canvas beyond this many pixels, without an error. */
export const CANVAS_PIXELS = 16777216;
/** The server takes no more, shrunk or not. */
export const MOST_BYTES = 40 * 1024 * 1024;
export const QUALITY = 0.85;

/** Width and height to draw, in proportion, never larger than the picture. */
export function drawnSize(width, height, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height), Math.sqrt(CANVAS_PIXELS / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * @param {{size: number, width: number, height: number}} file width 0: this browser cannot open it (HEIC outside Safari)
 * @returns {{how: "draw", width: number, height: number}|{how: "as_is"}|{how: "too_large"}}
 */
export function planFor({ size, width, height }) {
  if (width > 0 && height > 0) return { how: "draw", ...drawnSize(width, height) };
  return { how: size > MOST_BYTES ? "too_large" : "as_is" };
}

/** Whether a file is worth a try: a picture by its type, or by its name where the phone gives no type (HEIC on Android). */
export function isPicture({ type = "", name = "" }) {
  if (type) return type.startsWith("image/") && type !== "image/svg+xml" && type !== "image/gif";
  return /\.(jpe?g|png|webp|avif|hei[cf]|mpo)$/i.test(name);
}
