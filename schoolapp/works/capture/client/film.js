/** A film of this phone, ready to be kept and sent: looked at by <video>, which draws its poster. Nothing of it is played. */

import { brightnessOf, DARK, refusalOf, timesFor } from "./film_plan.js";
import { bytesOf, drawn, packed } from "./picture.js";
import { drawnSize } from "./shrink.js";

const POSTER = 1920;
const SMALL = 64;
/** A browser that cannot read a film sometimes says nothing at all. */
const PATIENCE_MS = 12000;
const BEYOND_ANY_END = 1e7;

/**
 * @param {File} file
 * @returns {Promise<object|{refused: string, n?: number}>} the poster as picture.js packs it, with `film` {bytes, type, seconds}
 */
export async function fromFilm(file) {
  const refused = refusalOf(file);
  if (refused) return { refused };
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, preload: "auto", src: URL.createObjectURL(file) });
  try {
    const seconds = await lengthOf(video);
    const tooLong = refusalOf({ size: file.size, seconds });
    if (tooLong) return { refused: tooLong, n: Math.round(seconds) };
    const poster = await packed(await posterOf(video, seconds));
    return { ...poster, film: { bytes: await bytesOf(file), type: file.type || "video/mp4", seconds: Math.max(1, Math.round(seconds)) } };
  } catch {
    return { refused: "film_cannot_open" };
  } finally {
    URL.revokeObjectURL(video.src);
    video.removeAttribute("src");
    video.load();
  }
}

/** Seconds; what a browser recorded itself says so only at its end. */
async function lengthOf(video) {
  if (!(video.readyState >= 1)) await happened(video, "loadedmetadata");
  if (Number.isFinite(video.duration)) return video.duration;
  video.currentTime = BEYOND_ANY_END;
  await happened(video, "durationchange", () => Number.isFinite(video.duration));
  return video.duration;
}

/** The first of some pictures that is not black, or the brightest of them. */
async function posterOf(video, seconds) {
  if (!video.videoWidth) throw new Error("no picture");
  let best = null;
  for (const at of timesFor(seconds)) {
    const canvas = await pictureAt(video, at);
    const light = brightnessOf(smaller(canvas));
    if (!best || light > best.light) best = { canvas, light };
    if (light >= DARK) break;
  }
  return best.canvas;
}

async function pictureAt(video, at) {
  const isThere = video.readyState >= 2 && Math.abs(video.currentTime - at) < 0.01;
  if (!isThere) {
    const seeked = happened(video, "seeked", () => video.readyState >= 2);
    video.currentTime = at;
    await seeked;
  }
  await new Promise((resolve) => { setTimeout(resolve, 60); }); // Safari says it is there before it can be drawn
  return drawn(video, drawnSize(video.videoWidth, video.videoHeight, POSTER));
}

function smaller(canvas) {
  const small = drawn(canvas, drawnSize(canvas.width, canvas.height, SMALL));
  return small.getContext("2d").getImageData(0, 0, small.width, small.height).data;
}

/** Resolves with the event once `isEnough` holds; rejects on an error and after a while. */
function happened(video, name, isEnough = () => true) {
  return new Promise((resolve, reject) => {
    const end = (settle) => () => {
      if (settle === resolve && !isEnough()) return;
      clearTimeout(timer);
      for (const [of, listener] of listeners) video.removeEventListener(of, listener);
      settle(new Error(name));
    };
    const listeners = [[name, end(resolve)], ["canplay", end(resolve)], ["error", end(reject)]];
    if (name !== "seeked") listeners.splice(1, 1);
    const timer = setTimeout(end(reject), PATIENCE_MS);
    for (const [of, listener] of listeners) video.addEventListener(of, listener);
  });
}
