/** The page's side of the decoding worker: hands over frames and pictures, gets codes with their corners. */

import { fitted } from "./reading.js";

/** Sizes at which a picture is tried: a card far away needs all of them, most are read at the first. */
const PICTURE_SIZES = [1600, 2600, 1000];

/** @returns {{ready: Promise<void>, readFrame: Function, readPicture: Function, close: Function}} */
export function createDecoder() {
  const worker = new Worker(new URL("./decoder.worker.js", import.meta.url), { type: "module" });
  const waiting = new Map();
  const canvas = document.createElement("canvas");
  let canDraw = false;
  let lastId = 0;
  let arrived = () => {};
  const ready = new Promise((resolve, reject) => { arrived = resolve; worker.onerror = () => reject(new Error("decoder")); });
  ready.catch(() => {});
  worker.onmessage = ({ data }) => {
    if ("canDraw" in data) { canDraw = data.canDraw; arrived(); return; }
    waiting.get(data.id)?.(data.codes);
    waiting.delete(data.id);
  };

  function ask(message, transfer) {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => { waiting.set(id, resolve); worker.postMessage({ id, ...message }, transfer); });
  }

  async function read(source, { width, height }, isPicture) {
    if (canDraw && !isPicture) {
      const bitmap = await createImageBitmap(source);
      return ask({ bitmap, isPicture }, [bitmap]);
    }
    Object.assign(canvas, { width, height });
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    brush.drawImage(source, 0, 0, width, height);
    const pixels = brush.getImageData(0, 0, width, height);
    return ask({ pixels, isPicture }, [pixels.data.buffer]);
  }

  return {
    ready,
    /** One frame of the camera. Corners are in the video's own pixels. */
    readFrame: (video) => read(video, { width: video.videoWidth, height: video.videoHeight }, false),
    readPicture: (file) => readPicture(file, read),
    close: () => worker.terminate(),
  };
}

async function readPicture(file, read) {
  const image = await loadImage(file);
  try {
    for (const size of PICTURE_SIZES) {
      const codes = await read(image, fitted(image.naturalWidth, image.naturalHeight, size), true);
      if (codes.length) return codes;
    }
    return [];
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** By <img>, which every browser has and which turns the picture as its EXIF says. */
function loadImage(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("picture"));
    image.src = URL.createObjectURL(file);
  });
}
