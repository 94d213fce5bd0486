/** An opened film: the browser's own player, silent until somebody plays it. Another work is another player: this one stops. */

import { useRef } from "react";

import { lengthOf, meant } from "./gestures.js";
import { Icon } from "./icon.jsx";

/** Fingers this near to the lower edge hold the player's time line, not the film. */
const CONTROLS = 64;

export function Film({ work, label, onGesture }) {
  const start = useRef(null);
  const begin = (event) => {
    const [finger] = event.touches;
    const below = event.currentTarget.querySelector("video").getBoundingClientRect().bottom - finger.clientY;
    start.current = event.touches.length > 1 || below < CONTROLS ? null : { x: finger.clientX, y: finger.clientY };
  };
  const end = (event) => {
    const [finger] = event.changedTouches;
    const gesture = start.current ? meant(finger.clientX - start.current.x, finger.clientY - start.current.y) : "";
    start.current = null;
    if (gesture) onGesture(gesture);
  };
  return (
    <div className="gl-stage" data-scale="1.00" onTouchStart={begin} onTouchEnd={end} onTouchCancel={() => { start.current = null; }}>
      <video src={`/media/films/${work.photo}`} poster={`/media/photos/${work.photo}/960`} width={work.width} height={work.height} controls playsInline preload="none" aria-label={label} />
    </div>
  );
}

/** On a tile: that this is a film, and how long. */
export function Length({ seconds, words }) {
  if (!seconds) return null;
  const length = lengthOf(seconds);
  return <span className="k-length k-num"><span className="k-sr">{words("film_long", { length })}</span><Icon name="play" /><span aria-hidden="true">{length}</span></span>;
}
