/** Roll call by hand: a lost card is marked by seat number or name in ten seconds. The same queue, the same verdicts. */

import { useState } from "react";

import { bySeat, findStudents } from "./names.js";
import { Panel } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { lookOf } from "./rules.js";
import { Icon, Shape } from "./shapes.jsx";
import { countedWords, keptWords, seenWords } from "./words.js";

const ORDER = ["left", "absent", "kept", "leave", "here"];

export function ManualView({ desk, view, words, go, say }) {
  const [query, setQuery] = useState("");
  const { roll, session } = view;
  const rows = rowsOf(view, query);
  const mark = async (student, choice) => {
    const [record] = await desk.mark(student.id, choice, /^\d+$/.test(query.trim()) ? "seat" : "name");
    say([record]);
    if (choice === "present") setQuery("");
  };
  return (
    <Panel title={words("by_hand")} hint={[session.title, ...countedWords(roll, words), words("left_n", { n: roll.left.length })].join(" · ")} onBack={() => go("roll")} words={words}
      foot={<><button type="button" className="k-btn k-ghost k-slim" onClick={() => go("keep")}><Icon name="keep" />{words("keep_back")}</button>
        <button type="button" className="k-btn k-slim" onClick={() => go("submit")}>{words("submit")}</button></>}>
      <div className="k-field">
        <label htmlFor="s-find">{words("find_label")}</label>
        <input id="s-find" className="k-input" type="search" autoComplete="off" autoCapitalize="off" spellCheck={false} value={query}
          placeholder={words("find_example")} onChange={(event) => setQuery(event.target.value)} />
      </div>
      <ul className="s-list">
        {rows.map(({ student, state }) => <ManualRow key={student.id} student={student} state={state} seen={whereabouts(roll, student.id, words)} mark={mark} words={words} />)}
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

const LOOK = { here: "here", leave: "calm", kept: "redirect", absent: "refuse", left: "unknown", other: "unknown" };

function ManualRow({ student, state, seen, mark, words }) {
  const isHere = state === "here";
  return (
    <li className="s-row">
      <Shape look={LOOK[state] || lookOf("")} small />
      <div className="k-grow">
        <b>{student.name}</b>{student.namesake && <span className="k-pill k-redirect s-tiny">{words("namesake")}</span>}
        <div className="k-soft k-small">{words("seat", student)} · {words(`state_${state}`)}</div>
        {seen && !isHere && <div className="k-small s-where">{seen}</div>}
      </div>
      {!isHere && <button type="button" className="k-pill k-here" aria-label={words("mark_here", { name: student.name })} onClick={() => mark(student, "present")}>{words("is_here")}</button>}
      {(isHere || state === "left") && (
        <button type="button" className="k-pill k-unknown" aria-label={words("mark_absent", { name: student.name })} onClick={() => mark(student, "absent")}>{words("is_absent")}</button>
      )}
    </li>
  );
}
