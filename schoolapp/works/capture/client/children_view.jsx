/** Children by hand: the lesson's list by seat, everybody this teacher may know by name; several for a joint work. */

import { useState } from "react";

import { bySeat, findStudents } from "../../../checkin/scanner/client/names.js";
import { studentOf } from "../../../checkin/scanner/client/pack.js";
import { Panel } from "../../../checkin/scanner/client/panel.jsx";

import { makerOfStudent, withMaker, withoutMaker } from "./makers.js";

const MOST = 80;

export function ChildrenView({ view, words, makers, onDone, onBack }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(makers);
  const rows = rowsOf(view, query);
  const isOn = (student) => chosen.some(({ student_id }) => student_id === student.id);
  const toggle = (student) => {
    const maker = makerOfStudent(student);
    setChosen(isOn(student) ? withoutMaker(chosen, maker) : withMaker(chosen, maker));
    setQuery("");
  };
  return (
    <Panel title={words("choose_children")} hint={words("choose_hint")} onBack={onBack} words={words}
      foot={<button type="button" className="k-btn" onClick={() => onDone(chosen)}>{chosen.length ? words("chosen_n", { n: chosen.length }) : words("chosen_none")}</button>}>
      <div className="k-field">
        <label htmlFor="w-find">{words("find_label")}</label>
        <input id="w-find" className="k-input" type="search" autoComplete="off" autoCapitalize="off" spellCheck={false} value={query}
          placeholder={words("find_example")} onChange={(event) => setQuery(event.target.value)} />
      </div>
      <div className="w-children" role="group" aria-label={words("choose_children")}>
        {rows.map((student) => (
          <button key={student.id} type="button" className="w-child" aria-pressed={isOn(student)} onClick={() => toggle(student)}>
            <b>{student.name}</b><span>{words("seat", student)}</span>
          </button>
        ))}
      </div>
      {!rows.length && <p className="s-quiet">{words(query.trim() ? "nobody_found" : "find_somebody")}</p>}
    </Panel>
  );
}

function rowsOf({ pack, session }, query) {
  const known = (ids) => ids.map((id) => studentOf(pack, id)).filter(Boolean);
  if (query.trim()) return findStudents(known(Object.keys(pack.students)), query, 30);
  return known([...new Set([...(session?.expected || []), ...(session?.on_leave || [])])]).sort(bySeat).slice(0, MOST);
}
