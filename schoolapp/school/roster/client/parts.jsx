/** Small parts of the import page. */

import { useState } from "react";

import { placeOf } from "./answers.js";

const FIRST = 12;

export function Icon({ name, className = "k-icon" }) {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden="true">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}

/** A list that shows its beginning; the rest on demand, so that 1,500 lines do not stand in the way. */
export function Lines({ lines, draw, words }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <>
      <ul className="k-list">{shown.map((line, index) => draw(line, index))}</ul>
      {lines.length > shown.length && (
        <button type="button" className="k-btn k-slim k-ghost" onClick={() => setAll(true)}>
          {words("show_all", { n: lines.length })}
        </button>
      )}
    </>
  );
}

/** A card that can be folded; open from the start when `open`. */
export function Fold({ title, count, tone, open = false, hint, children }) {
  return (
    <details className="k-card" open={open}>
      <summary className="k-row k-between cursor-pointer min-h-[44px]">
        <h2 className="k-h2">{title}</h2>
        <span className={`k-pill k-num k-${tone}`}>{count}</span>
      </summary>
      {hint && <p className="k-soft k-small pb-2">{hint}</p>}
      {children}
    </details>
  );
}

/** One thing that is wrong, where it stands, what the cell says, and what to write instead. */
export function Problem({ line, words }) {
  return (
    <li>
      <div className="k-soft k-small k-num">{placeOf(line, words)}</div>
      <div>{line.message}</div>
      {line.value && <div className="k-small k-soft">{words("cell_says", { value: line.value })}</div>}
    </li>
  );
}

/** A number with its word; the colour never stands alone. */
export function Figure({ number, word, tone }) {
  return (
    <div className={`k-notice k-${number ? tone : "unknown"} text-center`}>
      <div className="k-num text-[26px] font-bold leading-tight">{number}</div>
      <div className="k-small font-semibold">{word}</div>
    </div>
  );
}
