/** The page's side of the decoding worker: hands over frames and pictures, gets codes with their corners. */

import { picturePasses } from "./reading.js";

/** @returns {{ready: Promise<void>, readFrame: Function, readPicture: Function, close: Function}} */
export function createDecoder() {
  const reader = openWorker();
  const drawn = pixelsBy(document.createElement("canvas"));
  /** How a frame is handed over, cheapest for the page first. A way that this browser lacks is not tried again. */
  const ways = [asFrame, asBitmap, drawn];

  async function readFrame(video) {
    for (;;) {
      const codes = await ways[0](video, { width: video.videoWidth, height: video.videoHeight })
        .then(({ message, transfer }) => reader.ask(message, transfer))
        .catch((error) => { if (ways.length < 2) throw error; });
      if (codes) return codes;
      ways.shift();
    }
  }

  async function readDrawn(image, { binarizer, ...size }) {
    const { message, transfer } = await drawn(image, size);
    return reader.ask({ ...message, isPicture: true, binarizer }, transfer);
  }

  return {
    ready: reader.ready,
    /** One frame of the camera. Corners are in the video's own pixels. */
    readFrame,
    readPicture: (file) => readPicture(file, readDrawn),
    close: reader.close,
  };
}

function openWorker() {
  const worker = new Worker(new URL("./decoder.worker.js", import.meta.url), { type: "module" });
  const waiting = new Map();
  let lastId = 0;
  let arrived = () => {};
  const ready = new Promise((resolve, reject) => { arrived = resolve; worker.onerror = () => reject(new Error("decoder")); });
  ready.catch(() => {});
  worker.onmessage = ({ data }) => {
    if (data.isReady) return arrived();
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    return data.error ? reject(new Error(data.error)) : resolve(data.codes);
  };
  const ask = (message, transfer) => new Promise((resolve, reject) => {
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    worker.postMessage({ id: lastId, ...message }, transfer);
  });
  return { ready, ask, close: () => worker.terminate() };
}

/** The camera's own picture goes over as it is: nothing is drawn or copied on the page, which shows verdicts meanwhile. */
async function asFrame(video, { width, height }) {
  const frame = new VideoFrame(video);
  if (frame.visibleRect.width === width && frame.visibleRect.height === height && !frame.rotation && !frame.flip) return { message: { frame }, transfer: [frame] };
  frame.close();
  throw new Error("a turned frame: its corners would not be the video's");
}

async function asBitmap(video) {
  const bitmap = await createImageBitmap(video);
  return { message: { bitmap }, transfer: [bitmap] };
}

/** Drawn on the page: Safari before 16.4 cannot draw in a worker; pictures, which every browser turns as their EXIF says. */
function pixelsBy(canvas) {
  return async (source, { width, height }) => {
    Object.assign(canvas, { width, height });
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    brush.drawImage(source, 0, 0, width, height);
    const pixels = brush.getImageData(0, 0, width, height);
    return { message: { pixels }, transfer: [pixels.data.buffer] };
  };
}

async function readPicture(file, read) {
  const image = await loadImage(file);
  try {
    for (const pass of picturePasses(image.naturalWidth, image.naturalHeight)) {
      const codes = await read(image, pass);
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
