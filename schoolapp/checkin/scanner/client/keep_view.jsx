/** 留在我这里: the most usual "missing" child was kept by another teacher. Who, why, until when; the receiving teacher sees it. */

import { useState } from "react";

import { bySeat, findStudents } from "./names.js";
import { Chips, Panel } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { clockOf } from "./sessions.js";
import { keptWords } from "./words.js";

const MIN = 60000;
const REASONS = ["keep_homework", "keep_talk", "keep_rehearsal", "keep_unwell", "keep_other"];

export function KeepView({ desk, view, words, go }) {
  const [query, setQuery] = useState("");
  const [student, setStudent] = useState(null);
  const [reason, setReason] = useState("keep_homework");
  const ends = endsOf(view.session, desk.now(), words);
  const [until, setUntil] = useState(ends[0].value);
  const save = async () => {
    await desk.keepBack(student.id, until, words(reason));
    go("roll");
  };
  return (
    <Panel title={words("keep_back")} hint={words("keep_hint")} onBack={() => go("roll")} words={words}
      foot={<button type="button" className="k-btn" disabled={!student} onClick={save}>{student ? words("keep_confirm", { name: student.name, time: clockOf(until) }) : words("keep_choose")}</button>}>
      {student
        ? <div className="s-row k-card"><div className="k-grow"><b>{student.name}</b> <span className="k-soft k-small">{words("seat", student)}</span></div><button type="button" className="k-link" onClick={() => setStudent(null)}>{words("another")}</button></div>
        : <Choose view={view} query={query} setQuery={setQuery} onChoose={setStudent} words={words} />}
      {student && (
        <>
          <h2 className="k-h2">{words("reason")}</h2>
          <Chips label={words("reason")} value={reason} onChange={setReason} options={REASONS.map((value) => ({ value, word: words(value) }))} />
          <h2 className="k-h2">{words("until")}</h2>
          <Chips label={words("until")} value={until} onChange={setUntil} options={ends} />
        </>
      )}
      <Kept desk={desk} view={view} words={words} />
    </Panel>
  );
}

/** A quarter of an hour, half an hour, to the end of this lesson; in whole minutes. */
function endsOf(session, now, words) {
  const minute = Math.ceil(now / MIN) * MIN;
  const options = [{ value: minute + 15 * MIN, word: words("for_minutes", { n: 15 }) }, { value: minute + 30 * MIN, word: words("for_minutes", { n: 30 }) }];
  if (session && session.ends_at > now) options.push({ value: session.ends_at, word: words("until_end", { time: clockOf(session.ends_at) }) });
  return options;
}

function Choose({ view, query, setQuery, onChoose, words }) {
  const all = Object.keys(view.pack.students).map((id) => studentOf(view.pack, id));
  const found = query.trim() ? findStudents(all, query, 12) : all.filter(({ id }) => view.session?.expected.includes(id)).sort(bySeat).slice(0, 60);
  return (
    <>
      <div className="k-field"><label htmlFor="s-keep">{words("find_label")}</label>
        <input id="s-keep" className="k-input" type="search" autoComplete="off" value={query} placeholder={words("find_example")} onChange={(event) => setQuery(event.target.value)} /></div>
      <ul className="s-list">
        {found.map((one) => (
          <li key={one.id}><button type="button" className="s-pick" onClick={() => onChoose(one)}><b>{one.name}</b> <span className="k-soft k-small">{words("seat", one)}</span></button></li>
        ))}
      </ul>
    </>
  );
}

function Kept({ desk, view, words }) {
  const kept = view.roll?.kept || [];
  if (!kept.length) return null;
  return (
    <section>
      <h2 className="k-h2">{words("kept_now")}</h2>
      <ul className="s-list">
        {kept.map((entry) => (
          <li key={entry.student_id} className="s-row">
            <div className="k-grow"><b>{view.pack.students[entry.student_id]?.name}</b>
              <div className="k-soft k-small">{keptWords(entry, words)}</div></div>
            {!entry.by && <button type="button" className="k-pill k-unknown" onClick={() => desk.endKeep(entry.student_id)}>{words("keep_end")}</button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
