/** The camera with a frame, a shape and a word at each card it sees. */

import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import { cameraOf, closeCamera, hasTorch, openCamera, rememberCamera, rememberedCamera, setTorch, stayAwake } from "./camera.js";
import { createDecoder } from "./decoder.js";
import { cameraTrouble } from "./help.js";
import { lookOf } from "./rules.js";
import { Shape } from "./shapes.jsx";
import { onScreen, watchCamera } from "./watch.js";
import { describe } from "./words.js";

/**
 * @param {{onCodes: (codes: Array) => Promise<Array>, front?: boolean, deviceId?: string|null}} props `onCodes` resolves
 *   with the record of each code once it is on disk, null where there is none
 */
export function CameraView({ onCodes, pack, words, front = false, deviceId = null, onTorch, onTrouble, tall }) {
  const video = useRef(null);
  const [shown, setShown] = useState({ codes: [], frame: null });
  const show = useCallback(async (codes, frame) => {
    const records = await onCodes(codes);
    const isNew = records.some((record) => record?.isNew);
    const put = () => setShown((before) => (codes.length || before.codes.length ? { codes: codes.map((code, i) => ({ ...code, record: records[i] })), frame } : before));
    if (!isNew) return put();
    flushSync(put);
    performance.measure?.("frame-to-verdict", { start: frame.taken });
  }, [onCodes]);
  const trouble = useCamera(video, { show, front, deviceId, onTorch, onTrouble });
  return (
    <div className={`s-camera${tall ? " s-camera-tall" : ""}`}>
      <video ref={video} className={front ? "s-video s-mirrored" : "s-video"} muted playsInline autoPlay aria-label={words("camera")} />
      {trouble ? <div className="s-trouble" role="alert">{words(trouble)}</div> : <Overlays shown={shown} video={video} pack={pack} words={words} mirrored={front} />}
    </div>
  );
}

/** Opens the camera once, watches it, and gives everything back. @returns {string} key of the trouble, "" when it runs */
function useCamera(video, { show, front, deviceId, onTorch, onTrouble }) {
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
    openCamera({ deviceId: deviceId || (front ? null : rememberedCamera()), front }).then(async (opened) => {
      stream = opened;
      if (gone) return closeCamera(stream);
      setTrouble("");
      if (deviceId) rememberCamera(cameraOf(stream));
      onTorch?.({ can: hasTorch(stream), set: (on) => setTorch(stream, on) });
      video.current.srcObject = stream;
      await video.current.play().catch(() => {});
      stops.push(watchCamera({ video: video.current, decoder, onCodes: (codes, frame) => latest.current(codes, frame) }));
    }).catch((error) => fail(cameraTrouble(error)));
    return () => { gone = true; closeCamera(stream); stops.forEach((stop) => stop()); };
    // The callbacks are read when they are needed; only another camera opens the stream anew.
  }, [front, deviceId]);
  return trouble;
}

function Overlays({ shown, video, pack, words, mirrored }) {
  if (!shown.frame || !video.current) return null;
  const box = { width: video.current.clientWidth, height: video.current.clientHeight };
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
      {cards.map((card, i) => <CardLabel key={card.text} card={card} step={i % 2} box={box} pack={pack} words={words} />)}
    </div>
  );
}

/** Below the card, never outside the picture; neighbours stand on different heights, so that both can be read. */
function CardLabel({ card, step, box, pack, words }) {
  const look = lookOf(card.record.verdict);
  const { name, verdict } = describe(card.record, pack, words);
  const middle = card.points.reduce((sum, [x]) => sum + x, 0) / card.points.length;
  const left = Math.max(90, Math.min(middle, box.width - 90));
  const top = Math.max(8, Math.min(Math.max(...card.points.map(([, y]) => y)) + 10, box.height - 86)) + step * 36;
  return (
    <span className={`s-label s-label-${look}`} style={{ transform: `translate(${left}px, ${top}px) translateX(-50%)` }}>
      <Shape look={look} small />{card.record.place ? words("go_to", card.record.place) : `${name} ${verdict}`}
    </span>
  );
}
