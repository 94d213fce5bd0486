/** Reads the codes of a picture, off the page, so that taps and verdicts never wait for it. */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
// The build puts the package's own file beside this script: JS and wasm are always of one version, and of our own server.
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

import { readOptions } from "./reading.js";

prepareZXingModule({ overrides: { locateFile: () => wasm } });

const canvas = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1);
const brush = canvas?.getContext("2d", { willReadFrequently: true }) || null;

globalThis.onmessage = async ({ data }) => {
  try {
    const codes = await readBarcodes(pixelsOf(data), readOptions(data.isPicture));
    globalThis.postMessage({ id: data.id, codes: codes.filter(({ isValid }) => isValid).map(plain) });
  } catch (error) {
    globalThis.postMessage({ id: data.id, codes: [], error: String(error) });
  }
};

// Tells the page whether it may hand over bitmaps: Safari before 16.4 cannot draw in a worker.
globalThis.postMessage({ canDraw: Boolean(brush) });

function pixelsOf({ bitmap, pixels }) {
  if (pixels) return pixels;
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
  brush.drawImage(bitmap, 0, 0);
  bitmap.close();
  return brush.getImageData(0, 0, canvas.width, canvas.height);
}

function plain({ text, format, position }) {
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return { text, format, corners: [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y]) };
}
