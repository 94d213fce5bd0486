/** The camera with a frame, a shape and a word at each card it sees. */

import { memo, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import { cameraOf, closeCamera, openCamera, rememberCamera, rememberedCamera, stayAwake } from "./camera.js";
import { createDecoder } from "./decoder.js";
import { cameraTrouble } from "./help.js";
import { labelPlace, nextShown } from "./overlays.js";
import { afterPaint } from "./painted.js";
import { lookOf } from "./rules.js";
import { Shape } from "./shapes.jsx";
import { torchOf } from "./torch.js";
import { onScreen, watchCamera } from "./watch.js";
import { describe } from "./words.js";

/**
 * @param {{onCodes: (codes: Array) => Array, front?: boolean, deviceId?: string|null, detail?: boolean}} props `onCodes` gives the record
 *   of each code, null where there is none
 */
export const CameraView = memo(function CameraView({ onCodes, pack, words, front = false, deviceId = null, onTorch, onTrouble, tall, detail = false }) {
  const video = useRef(null);
  const [shown, setShown] = useState({ codes: [], frame: null });
  const show = useCallback((codes, frame) => {
    const records = onCodes(codes);
    const put = () => setShown((before) => nextShown(before, { codes: codes.map((code, i) => ({ ...code, record: records[i] })), frame }));
    if (!records.some((record) => record?.isNew)) return put();
    flushSync(put); // The verdict does not wait for anything else that is to be drawn.
    performance.measure?.("frame-to-verdict", { start: frame.taken });
    return afterPaint(() => performance.measure?.("frame-to-paint", { start: frame.taken }));
  }, [onCodes]);
  const trouble = useCamera(video, { show, front, deviceId, detail, onTorch, onTrouble });
  const box = useBox(video);
  return (
    <div className={`s-camera${tall ? " s-camera-tall" : ""}`}>
      <video ref={video} className={front ? "s-video s-mirrored" : "s-video"} muted playsInline autoPlay aria-label={words("camera")} />
      {trouble ? <div className="s-trouble" role="alert">{words(trouble)}</div> : <Overlays shown={shown} box={box} pack={pack} words={words} mirrored={front} />}
    </div>
  );
});

/** Opens the camera once, watches it, and gives everything back. @returns {string} key of the trouble, "" when it runs */
function useCamera(video, { show, front, deviceId, detail, onTorch, onTrouble }) {
  const [trouble, setTrouble] = useState("");
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    let stream = null;
    let gone = false;
    const decoder = createDecoder();
    const stops = [() => decoder.close(), stayAwake()];
    const fail = (key) => { if (!gone) { setTrouble(key); onTrouble?.(key); } };
    decoder.ready.catch(() => fail("camera_no_decoder"));
    openCamera({ deviceId: deviceId || (front ? null : rememberedCamera()), front, detail }).then(async (opened) => {
      stream = opened;
      if (gone) return closeCamera(stream);
      setTrouble("");
      if (deviceId) rememberCamera(cameraOf(stream));
      video.current.srcObject = stream;
      await video.current.play().catch(() => {});
      if (gone) return;
      onTorch?.(torchOf(stream)); // Only now: some phones know of their torch once the picture runs.
      stops.push(watchCamera({ video: video.current, decoder, onCodes: (codes, frame) => latest.current(codes, frame) }));
    }).catch((error) => fail(cameraTrouble(error)));
    return () => { gone = true; closeCamera(stream); stops.forEach((stop) => stop()); };
    // The callbacks are read when they are needed; only another camera opens the stream anew.
  }, [front, deviceId, detail]);
  return trouble;
}

/** The size of the picture on the screen, watched: to ask for it while drawing would have everything laid out once more. */
function useBox(element) {
  const [box, setBox] = useState(null);
  useEffect(() => {
    const watcher = new ResizeObserver(([{ contentRect: { width, height } }]) => setBox({ width, height }));
    watcher.observe(element.current);
    return () => watcher.disconnect();
  }, [element]);
  return box;
}

function Overlays({ shown, box, pack, words, mirrored }) {
  if (!shown.frame || !box) return null;
  const flip = (point) => (mirrored ? [box.width - point[0], point[1]] : point);
  const cards = shown.codes.filter(({ record }) => record)
    .map((code) => ({ ...code, points: code.corners.map((corner) => flip(onScreen(corner, shown.frame, box))) }))
    .sort((a, b) => a.points[0][0] - b.points[0][0]);
  return (
    <div className="s-overlays" aria-hidden="true">
      <svg className="s-outlines" width={box.width} height={box.height}>
        {cards.map(({ text, record, points }) => (
          <polygon key={text} points={points.map((point) => point.join(",")).join(" ")} className={`s-outline s-is-${lookOf(record.verdict)}`} />
        ))}
      </svg>
      {cards.map(({ text, record, points }, i) => (
        <span key={text} className={`s-label s-label-${lookOf(record.verdict)}`} style={{ transform: labelPlace(points, i % 2, box) }}><LabelText record={record} pack={pack} words={words} /></span>
      ))}
    </div>
  );
}

/** Drawn once for a verdict, while its label follows the card. */
const LabelText = memo(function LabelText({ record, pack, words }) {
  const { who, verdict } = describe(record, pack, words);
  return <><Shape look={lookOf(record.verdict)} small />{record.place ? words("go_to", record.place) : `${who} ${verdict}`}</>;
}, (a, b) => a.pack === b.pack && a.record.id === b.record.id && a.record.verdict === b.record.verdict && a.record.sent === b.record.sent && a.record.student === b.record.student);
