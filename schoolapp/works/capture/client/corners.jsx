/** Four corners over the picture: dragged with a finger, under a magnifier, or moved by arrow keys. */

import { useEffect, useRef, useState } from "react";

import { sizeOf } from "./picture.js";
import { moved } from "./recipe.js";

const NAMES = ["corner_tl", "corner_tr", "corner_br", "corner_bl"];
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 0.004;
const BIG_STEP = 0.03;

export function Corners({ source, corners, onChange, words }) {
  const frame = useRef(null);
  const [held, setHeld] = useState(-1);
  const place = (event) => {
    const box = frame.current.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const drag = (index) => ({
    onPointerDown: (event) => { event.currentTarget.setPointerCapture(event.pointerId); setHeld(index); },
    onPointerMove: (event) => { if (held === index) onChange(moved(corners, index, place(event))); },
    onPointerUp: () => setHeld(-1),
    onPointerCancel: () => setHeld(-1),
    onKeyDown: (event) => {
      const way = KEYS[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? BIG_STEP : STEP;
      onChange(moved(corners, index, corners[index].map((value, axis) => value + way[axis] * step)));
    },
  });
  const { width, height } = sizeOf(source);
  return (
    <div className="w-frame" ref={frame} style={{ aspectRatio: `${width} / ${height}`, "--w-ratio": width / height }}>
      <Still source={source} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="w-outline" aria-hidden="true">
        <path d={`M0 0H100V100H0Z M${corners.map(([x, y]) => `${x * 100} ${y * 100}`).join("L")}Z`} className="w-shade" fillRule="evenodd" />
        <polygon points={corners.map(([x, y]) => `${x * 100},${y * 100}`).join(" ")} className="w-edge" />
      </svg>
      {corners.map(([x, y], i) => (
        <button key={NAMES[i]} type="button" className="w-corner" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} aria-label={words(NAMES[i])}
          aria-description={words("corner_hint")} data-corner={i} {...drag(i)} />
      ))}
      {held >= 0 && <Magnifier source={source} at={corners[held]} isLeft={corners[held][0] > 0.5} />}
    </div>
  );
}

function Still({ source }) {
  const canvas = useRef(null);
  useEffect(() => { canvas.current.getContext("2d").drawImage(source, 0, 0); }, [source]);
  const { width, height } = sizeOf(source);
  return <canvas ref={canvas} width={width} height={height} className="w-still" />;
}

const LENS = 120;
const ZOOM = 1.5;

/** What lies under the finger, in the upper corner that the finger does not cover. */
function Magnifier({ source, at, isLeft }) {
  const canvas = useRef(null);
  useEffect(() => {
    const brush = canvas.current.getContext("2d");
    const { width, height } = sizeOf(source);
    const [x, y] = [at[0] * width, at[1] * height];
    brush.fillStyle = "#000";
    brush.fillRect(0, 0, LENS, LENS);
    brush.drawImage(source, x - LENS / 2 / ZOOM, y - LENS / 2 / ZOOM, LENS / ZOOM, LENS / ZOOM, 0, 0, LENS, LENS);
    brush.strokeStyle = "#fff";
    brush.lineWidth = 1.5;
    brush.strokeRect(LENS / 2 - 9, LENS / 2, 18, 0);
    brush.strokeRect(LENS / 2, LENS / 2 - 9, 0, 18);
  }, [source, at]);
  return <canvas ref={canvas} width={LENS} height={LENS} className={`w-lens${isLeft ? " w-left" : ""}`} aria-hidden="true" />;
}
