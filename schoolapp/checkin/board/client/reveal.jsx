/** Brings what was asked for into sight and gives it the focus, each time something else is asked for.
 *  What begins in sight stays where it is, so that the number one tapped does not leave the screen. */

import { useEffect, useRef } from "react";

export function Reveal({ when, children }) {
  const place = useRef(null);
  useEffect(() => {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { top } = place.current.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * 0.7) {
      place.current.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
    }
    place.current.focus({ preventScroll: true });
  }, [when]);
  return <div ref={place} tabIndex={-1} className="b-reveal">{children}</div>;
}
