/** Reads the codes of a picture, off the page, so that taps and verdicts never wait for it. */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
// The build puts the package's own file beside this script: JS and wasm are always of one version, and of our own server.
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

import { grayOf } from "./gray.js";
import { readOptions } from "./reading.js";

prepareZXingModule({ overrides: { locateFile: () => wasm } });

const canvas = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1);
const brush = canvas?.getContext("2d", { willReadFrequently: true }) || null;

globalThis.onmessage = async ({ data }) => {
  try {
    const codes = await readBarcodes(await pictureOf(data), readOptions(data));
    globalThis.postMessage({ id: data.id, codes: codes.filter(({ isValid }) => isValid).map(plain) });
  } catch (error) {
    globalThis.postMessage({ id: data.id, error: String(error) });
  }
};

globalThis.postMessage({ isReady: true });

/** Whatever the page could hand over, as zxing takes it. */
async function pictureOf({ frame, bitmap, pixels }) {
  if (pixels) return pixels;
  if (bitmap) return drawn(bitmap, bitmap);
  try {
    return (await grayOf(frame)) || drawn(frame, frame.visibleRect);
  } finally {
    frame.close();
  }
}

function drawn(source, { width, height }) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  brush.drawImage(source, 0, 0);
  source.close();
  return brush.getImageData(0, 0, width, height);
}

function plain({ text, format, position }) {
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return { text, format, corners: [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y]) };
}
