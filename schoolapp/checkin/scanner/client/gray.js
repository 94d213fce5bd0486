/**
 * The brightness of a camera's frame, as the file that zxing reads without converting anything: a PGM is a line of text and
 * then one byte a pixel, and that is how cameras deliver (the first plane of I420 or NV12), so it is one copy.
 */

const BRIGHTNESS_FIRST = /^(I420|I422|I444|NV12)A?$/;

let room = new Uint8Array(0);

/**
 * @param {VideoFrame} frame stays open
 * @returns {Promise<Uint8Array|null>} a PGM, valid until the next call; null when the frame is kept otherwise (colours, a texture)
 */
export async function grayOf(frame) {
  if (!BRIGHTNESS_FIRST.test(frame.format)) return null;
  const { width, height } = frame.visibleRect;
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const size = head.length + frame.allocationSize();
  if (room.length !== size) room = new Uint8Array(size);
  const [brightness] = await frame.copyTo(room.subarray(head.length));
  if (brightness.offset !== 0 || brightness.stride !== width) return null;
  room.set(head);
  return room.subarray(0, head.length + width * height);
}
