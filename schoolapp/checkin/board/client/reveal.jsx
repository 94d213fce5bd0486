/** Brings what was asked for into sight and gives it the focus, each time something else is asked for. */

import { useEffect, useRef } from "react";

export function Reveal({ when, children }) {
  const place = useRef(null);
  useEffect(() => {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.current.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
    place.current.focus({ preventScroll: true });
  }, [when]);
  return <div ref={place} tabIndex={-1} className="b-reveal">{children}</div>;
}
