/** Roll call by hand: a lost card is marked by seat number or name in ten seconds. The same queue, the same verdicts. */

import { useRef, useState } from "react";

import { AlertOf } from "./alert.jsx";
import { bySeat, findStudents } from "./names.js";
import { Panel } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { lookOf } from "./rules.js";
import { Icon, Shape } from "./shapes.jsx";
import { TwoChoices, useStill, useTaps } from "./still_rows.jsx";
import { countedWords, keptWords, seenWords } from "./words.js";

const ORDER = ["left", "absent", "elsewhere", "kept", "leave", "here"];

export function ManualView({ desk, view, words, go, say }) {
  const [query, setQuery] = useState("");
  const field = useRef(null);
  const { roll, session } = view;
  const taps = useTaps(desk, (records) => { say(records); field.current?.blur(); }, query);
  const found = new Map(rowsOf(view, query).map((row) => [row.student.id, row]));
  const rows = useStill([...found.keys()], query).map((id) => found.get(id)).filter(Boolean);
  const method = /^\d+$/.test(query.trim()) ? "seat" : "name";
  return (
    <Panel title={words("by_seat_or_name")} hint={[session.title, ...countedWords(roll, words), words("left_n", { n: roll.left.length })].join(" · ")} onBack={() => go("roll")} words={words}
      foot={<><button type="button" className="k-btn k-ghost k-slim" onClick={() => go("keep")}><Icon name="keep" />{words("keep_back")}</button>
        <button type="button" className="k-btn k-slim" onClick={() => go("submit")}>{words(roll.submitted ? "submit_again" : "submit")}</button></>}>
      <div className="k-field">
        <label htmlFor="s-find">{words("find_label")}</label>
        <input id="s-find" ref={field} className="k-input" type="search" autoComplete="off" autoCapitalize="off" spellCheck={false} value={query}
          placeholder={words("find_example")} onChange={(event) => setQuery(event.target.value)} onFocus={() => { if (taps.done.size) setQuery(""); }} />
      </div>
      <ul className="s-list">
        {rows.map(({ student, state }) => <ManualRow key={student.id} student={student} state={state} seen={whereabouts(roll, student.id, words)} method={method} taps={taps} words={words}><AlertOf id={student.id} desk={desk} view={view} say={say} words={words} /></ManualRow>)}
      </ul>
      {!rows.length && <p className="s-quiet">{words("nobody_found")}</p>}
    </Panel>
  );
}

/** Without a query the list of this lesson, the missing first; with one, everybody this teacher may know. */
function rowsOf(view, query) {
  const { roll, session, pack } = view;
  const here = new Set([...roll.here, ...roll.guests].map(({ student_id }) => student_id));
  const kept = new Set(roll.kept.map(({ student_id }) => student_id));
  const listed = new Set([...session.expected, ...session.on_leave]);
  const stateOf = (id) => {
    if (here.has(id)) return "here";
    if (roll.onLeave.includes(id)) return "leave";
    if (kept.has(id)) return "kept";
    if (!listed.has(id)) return "other";
    if (roll.settled.has(id)) return "elsewhere";
    return roll.markedAbsent.has(id) ? "absent" : "left";
  };
  const rows = (ids) => ids.map((id) => studentOf(pack, id)).filter(Boolean);
  if (!query.trim()) {
    return rows([...listed]).sort(bySeat).map((student) => ({ student, state: stateOf(student.id) }))
      .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  }
  const found = findStudents(rows(Object.keys(pack.students)), query, 30).map((student) => ({ student, state: stateOf(student.id) }));
  return found.sort((a, b) => Number(a.state === "other") - Number(b.state === "other"));
}

/** Who keeps the child, or which door has seen it. */
function whereabouts(roll, id, words) {
  const kept = roll.kept.find(({ student_id }) => student_id === id);
  return kept ? keptWords(kept, words) : seenWords(roll.elsewhere.get(id), words);
}

const LOOK = { here: "here", leave: "calm", kept: "redirect", elsewhere: "redirect", absent: "refuse", left: "unknown", other: "unknown" };

function ManualRow({ student, state, seen, method, taps, words, children }) {
  const isHere = state === "here";
  const offers = [!isHere && "present", (isHere || state === "left" || state === "elsewhere") && "absent"];
  return (
    <li className="s-row">
      <Shape look={LOOK[state] || lookOf("")} small />
      <div className="k-grow">
        <b>{student.name}</b>{(student.namesake || student.twin) && <span className="k-pill k-redirect s-tiny">{words(student.namesake ? "namesake" : "twin")}</span>}
        <div className="k-soft k-small">{words("seat", student)} · {words(`state_${state}`)}</div>
        {seen && !isHere && <div className="k-small s-where">{seen}</div>}
      </div>
      <TwoChoices student={student} offers={offers} method={method} taps={taps} words={words} />
      {children}
    </li>
  );
}
