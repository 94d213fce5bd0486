/** The wall: works at places that are known beforehand. Only what is near the screen is in the page. */

import { useLayoutEffect, useMemo, useRef, useState } from "react";

import { Length } from "./film.jsx";
import { layout, within } from "./layout.js";

const AHEAD = 1200;

export function Wall({ works, onOpen, words, label }) {
  const frame = useRef(null);
  const [width, setWidth] = useState(0);
  const [seen, setSeen] = useState([0, 2400]);
  const plan = useMemo(() => (width ? layout(works, width) : { items: [], height: 0 }), [works, width]);

  useLayoutEffect(() => {
    const measure = () => setWidth(frame.current?.clientWidth || 0);
    const look = () => {
      const top = -(frame.current?.getBoundingClientRect().top || 0);
      setSeen((before) => (Math.abs(before[0] + AHEAD - top) < AHEAD / 3 ? before : [top - AHEAD, top + window.innerHeight + AHEAD]));
    };
    measure();
    look();
    const watch = new ResizeObserver(measure);
    watch.observe(frame.current);
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      watch.disconnect();
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, []);

  return (
    <ul ref={frame} className="gl-works" aria-label={label} style={{ height: plan.height }}>
      {within(plan.items, seen[0], seen[1]).map((index) => (
        <Work key={works[index].id} work={works[index]} place={plan.items[index]} isFirst={index < 4} onOpen={onOpen} words={words} />
      ))}
    </ul>
  );
}

function Work({ work, place, isFirst, onOpen, words }) {
  const title = work.title || work.course || words("untitled");
  const from = [work.homeroom, work.by.length > 2 ? words("together", { n: work.by.length }) : work.by.join(words("comma"))].filter(Boolean).join(" ");
  return (
    <li className="gl-work" style={{ transform: `translate(${place.left}px, ${place.top}px)`, width: place.width, height: place.height }}>
      <button type="button" className="gl-open" data-work={work.id} onClick={() => onOpen(work.id)}>
        <span className="gl-frame k-filmed" style={{ height: place.picture, backgroundImage: work.placeholder ? `url("${work.placeholder}")` : undefined }}>
          <img
            src={`/media/photos/${work.photo}/480`}
            width={place.width}
            height={place.picture}
            alt=""
            loading={isFirst ? "eager" : "lazy"}
            decoding="async"
            fetchPriority={isFirst ? "high" : "auto"}
          />
          <Length seconds={work.film} words={words} />
        </span>
        <span className="gl-name">{title}</span>
        <span className="gl-from">{[from, work.course !== title ? work.course : ""].filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}
