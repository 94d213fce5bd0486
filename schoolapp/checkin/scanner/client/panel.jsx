/** A full screen beside the roll: heading, way back, Escape. The heading takes the focus, so a screen reader says where one is. */

import { createContext, useContext, useEffect, useRef } from "react";

import { clockOf } from "./sessions.js";
import { Icon } from "./shapes.jsx";
import { NetBadge } from "./top_bar.jsx";
import { submittedWords } from "./words.js";

/** {net, retry} of the desk: on every screen one sees what has not reached the school. Without a desk there is no badge. */
export const DeskNet = createContext(null);

export function Panel({ title, hint, onBack, words, foot, children }) {
  const heading = useRef(null);
  const desk = useContext(DeskNet);
  useEffect(() => { heading.current?.focus(); }, [title]);
  useEffect(() => {
    const leave = (event) => { if (event.key === "Escape") onBack?.(); };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [onBack]);
  return (
    <section className="s-panel">
      <header className={`s-panel-head${desk ? " s-lined" : ""}`}>
        {onBack && <button type="button" className="s-round" onClick={onBack} aria-label={words("back")}><Icon name="back" /></button>}
        <div className="k-grow">
          <h1 className="k-h1" tabIndex={-1} ref={heading}>{title}</h1>
          {hint && <div className="k-soft k-small">{hint}</div>}
        </div>
        {desk && <NetBadge net={desk.net} words={words} onRetry={desk.retry} />}
      </header>
      <div className="s-panel-body">{children}</div>
      {foot && <footer className="s-foot">{foot}</footer>}
    </section>
  );
}

/** A number that is typed or stepped. */
export function NumberField({ value, onChange, label, words, id }) {
  const step = (by) => onChange(String(Math.max(0, (Number(value) || 0) + by)));
  return (
    <div className="s-number">
      <button type="button" className="s-step" onClick={() => step(-1)} aria-label={words("one_less")}>−</button>
      <input id={id} className="s-digits" inputMode="numeric" pattern="[0-9]*" autoComplete="off" value={value} placeholder="—"
        aria-label={label} onChange={(event) => onChange(event.target.value.replace(/\D/g, "").slice(0, 3))} />
      <button type="button" className="s-step" onClick={() => step(1)} aria-label={words("one_more")}>+</button>
    </div>
  );
}

/** Words to choose one of, instead of typing them. */
export function Chips({ options, value, onChange, label }) {
  return (
    <div className="s-chips" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value}
          className={`k-pill ${option.value === value ? "k-chosen" : "k-unknown"}`} onClick={() => onChange(option.value)}>{option.word}</button>
      ))}
    </div>
  );
}

/** Why other heads are in the room than were recorded: a reason by a tap, and more for whoever likes to write. */
export function Why({ reasons, chosen, onChoose, more, onMore, words }) {
  return (
    <>
      <Chips label={words("reason")} value={chosen} onChange={onChoose} options={reasons.map((value) => ({ value, word: words(value) }))} />
      <input className="k-input" aria-label={words("reason_more")} placeholder={words("reason_more")} value={more} maxLength={200} onChange={(event) => onMore(event.target.value)} />
    </>
  );
}

/** That the roll was submitted, or has to be taken anew; calm only once the school has it. `word`: the key of the words for then. */
export function Submitted({ desk, roll, words, word }) {
  if (!roll.submitted) return roll.backSince ? <p className="k-notice k-redirect" role="status">{words("back_since", { time: clockOf(roll.backSince) })}</p> : null;
  const { waits, text } = submittedWords(roll.submitted, desk.record(roll.submitted.id), words, word);
  return <p className={`k-notice ${waits ? "k-redirect" : "k-here"}`} role="status">{text}</p>;
}
