/**
 * The camera loop: one frame after the other, never two at once. A frame's codes go to `onCodes` with the instant at which
 * the frame was taken, so that frame-to-verdict can be measured.
 */

const PAUSE_MS = 70;

/**
 * @param {{video: HTMLVideoElement, decoder: object, onCodes: (codes: Array, frame: {width: number, height: number, taken: number}) => void}} how
 * @returns {() => void} stops
 */
export function watchCamera({ video, decoder, onCodes }) {
  let timer = 0;
  let stopped = false;
  const next = (pause) => { if (!stopped) timer = setTimeout(look, pause); };

  async function look() {
    if (video.readyState < 2 || !video.videoWidth || document.visibilityState === "hidden") return next(200);
    const taken = performance.now();
    try {
      const codes = await decoder.readFrame(video);
      if (!stopped) await onCodes(codes, { width: video.videoWidth, height: video.videoHeight, taken });
    } catch (error) {
      console.error("scanner: a frame was not read", error);
    }
    return next(PAUSE_MS);
  }

  void decoder.ready.then(() => next(0), () => {});
  return () => { stopped = true; clearTimeout(timer); };
}

/** Where a point of the video lies in a box that it fills (`object-fit: cover`). */
export function onScreen([x, y], frame, box) {
  const scale = Math.max(box.width / frame.width, box.height / frame.height);
  return [x * scale + (box.width - frame.width * scale) / 2, y * scale + (box.height - frame.height * scale) / 2];
}
