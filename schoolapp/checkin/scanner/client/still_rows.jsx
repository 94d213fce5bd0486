/** Lists in which one taps: nobody else slides under the finger, and a second tap on the same spot is no second child. */

import { useEffect, useRef, useState } from "react";

import { Icon } from "./shapes.jsx";
import { whoWords } from "./words.js";

const TWICE_MS = 600;
const SPOT_PX = 30;

/** The children in the order in which they first stood here, until `key` changes; who comes later stands below. @param {number[]} ids */
export function useStill(ids, key = "") {
  const kept = useRef({ ids: [] });
  const before = kept.current.key === key ? kept.current.ids : [];
  kept.current = { key, ids: [...new Set([...before, ...ids])] };
  return kept.current.ids;
}

/**
 * What was tapped since `key` changed. `tap(event, id, choice)` records once for two quick taps on one spot;
 * `done.get(id)`: {choice, record}; `undo(event, id)` takes it back.
 */
export function useTaps(desk, say, key = "") {
  const last = useRef({ timeStamp: -TWICE_MS });
  const [tapped, setTapped] = useState({ key, done: new Map() });
  const done = tapped.key === key ? tapped.done : new Map();
  const isTwice = ({ timeStamp, clientX, clientY, detail }, id) => {
    const before = last.current;
    last.current = { timeStamp, clientX, clientY, id };
    // A key has no spot: what it presses twice is one child's.
    const isSame = detail ? Math.abs(clientX - before.clientX) + Math.abs(clientY - before.clientY) < SPOT_PX : id === before.id;
    return timeStamp - before.timeStamp < TWICE_MS && isSame;
  };
  const put = (id, entry) => setTapped((now) => ({ key, done: new Map(now.key === key ? now.done : []).set(id, entry) }));
  return {
    done,
    tap: async (event, id, choice, method) => {
      if (isTwice(event, id)) return;
      const [record] = await desk.mark(id, choice, method);
      put(id, { choice, record });
      say([record]);
    },
    undo: async (event, id) => {
      if (isTwice(event, id)) return;
      say(await desk.undo(done.get(id).record.id));
      put(id);
    },
  };
}

const CHOICES = [["present", "here", "is_here", "mark_here"], ["absent", "unknown", "is_absent", "mark_absent"]];

/**
 * Here and absent, each in its own place. What was tapped becomes a word there, and beside it stands the way back; what is
 * offered still, since the roll did not take it, is no such word.
 */
export function TwoChoices({ student, offers, method, taps, words }) {
  const tapped = taps.done.get(student.id);
  const entry = offers.includes(tapped?.choice) ? null : tapped;
  const name = whoWords(student, words);
  const box = useRef(null);
  const isByKey = useRef(false);
  useEffect(() => { // The button that was pressed is gone; the keyboard goes on from the one in its row.
    if (isByKey.current) box.current.querySelector("button")?.focus();
    isByKey.current = false;
  }, [entry]);
  return (
    <div className="s-two" ref={box} onClickCapture={({ detail }) => { isByKey.current = !detail; }}>
      {CHOICES.map(([choice, look, word, label]) => {
        if (entry?.choice === choice) return <span key={choice} className={`k-pill k-${look}`}>{words(word)} ✓</span>;
        if (entry) return <button key={choice} type="button" className="k-pill k-unknown" aria-label={words("undo_one", { name })} onClick={(event) => taps.undo(event, student.id)}><Icon name="undo" /></button>;
        if (!offers.includes(choice)) return <span key={choice} />;
        return <button key={choice} type="button" className={`k-pill k-${look}`} aria-label={words(label, { name })} onClick={(event) => taps.tap(event, student.id, choice, method)}>{words(word)}</button>;
      })}
    </div>
  );
}
