/** Pictures as the browser holds them: opened, drawn smaller, made into bytes. The decisions are in shrink.js. */

import { drawnSize, planFor, QUALITY } from "./shrink.js";

const THUMB = 160;
const LUMA = 180;

/** By <img>, which every browser has and which turns the picture as its EXIF says. Null: this browser cannot open it. */
export function opened(blob) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => { URL.revokeObjectURL(image.src); resolve(null); };
    image.src = URL.createObjectURL(blob);
  });
}

export const sizeOf = (source) => ({ width: source.videoWidth || source.naturalWidth || source.width, height: source.videoHeight || source.naturalHeight || source.height });

/** What is drawn on white: a PNG may be transparent, a JPEG cannot. */
export function drawn(source, { width, height }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, width, height);
  brush.drawImage(source, 0, 0, width, height);
  return canvas;
}

function toJpeg(canvas, quality = QUALITY) {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("picture"))), "image/jpeg", quality));
}

/** The bytes of a blob; Safari before 14 lacks blob.arrayBuffer(), and IndexedDB there loses blobs: bytes are kept. */
export const bytesOf = (blob) => new Response(blob).arrayBuffer();

/**
 * What the camera shows now.
 * @returns {Promise<{bytes: ArrayBuffer, type: string, thumb: string, width: number, height: number}>}
 */
export async function shoot(video) {
  return packed(drawn(video, drawnSize(video.videoWidth, video.videoHeight)));
}

/**
 * A file of the photo library, ready to be kept and sent.
 * @returns {Promise<{bytes: ArrayBuffer, type: string, thumb: string, width: number, height: number}|{refused: string}>}
 */
export async function fromFile(file) {
  const image = await opened(file);
  const plan = planFor({ size: file.size, ...(image ? sizeOf(image) : { width: 0, height: 0 }) });
  if (plan.how === "too_large") return { refused: "file_too_large" };
  if (plan.how === "as_is") return { bytes: await bytesOf(file), type: file.type || "application/octet-stream", thumb: "", width: 0, height: 0 };
  try {
    return await packed(drawn(image, plan));
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** A drawn picture as bytes, with its small one for lists. */
export async function packed(canvas) {
  const blob = await toJpeg(canvas);
  const { width, height } = canvas;
  return { bytes: await bytesOf(blob), type: "image/jpeg", thumb: thumbOf(canvas), width, height };
}

/** A small picture for lists, as text: it outlives the picture itself, which goes once the school has it. */
export function thumbOf(source) {
  const { width, height } = sizeOf(source);
  return drawn(source, drawnSize(width, height, THUMB)).toDataURL("image/jpeg", 0.7);
}

/** Brightness, small: what the first guess at the corners looks at. */
export function lumaOf(source) {
  const { width, height } = sizeOf(source);
  const canvas = drawn(source, drawnSize(width, height, LUMA));
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const luma = new Uint8Array(canvas.width * canvas.height);
  for (let i = 0; i < luma.length; i += 1) luma[i] = 0.299 * data[i * 4] + 0.587 * data[i * 4 + 1] + 0.114 * data[i * 4 + 2];
  return { data: luma, width: canvas.width, height: canvas.height };
}
