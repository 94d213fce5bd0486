/** An opened picture: swiped, pinched, double tapped. The rendition for closer looking is fetched when one looks closer. */

import { useEffect, useRef, useState } from "react";

import { distance, held, meant, zoomed } from "./gestures.js";

const WHOLE = { scale: 1, x: 0, y: 0 };

export function Picture({ work, alt, onGesture }) {
  const [view, setView] = useState(WHOLE);
  const frame = useRef(null);
  const touch = useRef({ fingers: new Map(), start: null, lastTap: 0 });
  useEffect(() => setView(WHOLE), [work.id]);

  const point = (event) => {
    const box = frame.current.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  };
  const hold = (next) => {
    const box = frame.current.getBoundingClientRect();
    return held(next, box.width / 2, box.height / 2);
  };
  const begin = () => {
    const fingers = [...touch.current.fingers.values()];
    touch.current.start = { view, fingers: fingers.map((finger) => ({ ...finger })), moved: false };
  };

  const down = (event) => {
    event.currentTarget.setPointerCapture?.(event.pointerId);
    touch.current.fingers.set(event.pointerId, point(event));
    begin();
  };
  const move = (event) => {
    const { fingers, start } = touch.current;
    if (!fingers.has(event.pointerId) || !start) return;
    fingers.set(event.pointerId, point(event));
    const now = [...fingers.values()];
    if (now.length === 2 && start.fingers.length === 2) {
      start.moved = true;
      const middle = { x: (now[0].x + now[1].x) / 2, y: (now[0].y + now[1].y) / 2 };
      setView(hold(zoomed(start.view, start.view.scale * (distance(...now) / Math.max(1, distance(...start.fingers))), middle)));
    } else if (now.length === 1 && view.scale > 1 && start.fingers.length === 1) {
      setView(hold({ scale: view.scale, x: start.view.x + now[0].x - start.fingers[0].x, y: start.view.y + now[0].y - start.fingers[0].y }));
    }
  };
  const up = (event) => {
    const { fingers, start } = touch.current;
    if (!fingers.has(event.pointerId) || !start) return;
    const end = point(event);
    const from = start.fingers[0];
    fingers.delete(event.pointerId);
    if (fingers.size) return begin();
    touch.current.start = null;
    if (start.moved || start.fingers.length > 1) return undefined;
    if (start.view.scale === 1) {
      const gesture = meant(end.x - from.x, end.y - from.y);
      if (gesture) return onGesture(gesture);
    }
    if (distance(end, from) < 8) tapped(end, event.timeStamp);
    return undefined;
  };
  const tapped = (at, time) => {
    if (time - touch.current.lastTap < 320) setView(view.scale > 1 ? WHOLE : hold(zoomed(view, 2.5, at)));
    touch.current.lastTap = time;
  };
  const lost = (event) => {
    touch.current.fingers.delete(event.pointerId);
    touch.current.start = null;
  };

  const isClose = view.scale > 1;
  return (
    <div ref={frame} className="gl-stage" data-scale={view.scale.toFixed(2)} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={lost}>
      <img
        key={work.id}
        className={isClose ? "gl-close" : ""}
        src={`/media/photos/${work.photo}/${isClose ? 1920 : 960}`}
        width={work.width}
        height={work.height}
        alt={alt}
        draggable={false}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`, backgroundImage: work.placeholder ? `url("${work.placeholder}")` : undefined }}
      />
    </div>
  );
}
