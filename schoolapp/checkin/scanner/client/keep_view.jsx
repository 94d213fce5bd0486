/** 留在我这里: the most usual "missing" child was kept by another teacher. Who, why, until when; the receiving teacher sees it. */

import { useEffect, useState } from "react";

import { CameraView } from "./camera_view.jsx";
import { CardInput } from "./card_input.jsx";
import { isCode, normalise, tagOf } from "./codes.js";
import { environment, lacks } from "./help.js";
import { bySeat, findStudents } from "./names.js";
import { Chips, Panel } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { WAITING } from "./records.js";
import { clockOf } from "./sessions.js";
import { Icon } from "./shapes.jsx";
import { describe, keptWords, whoWords } from "./words.js";

const MIN = 60000;
const REASONS = ["keep_homework", "keep_talk", "keep_rehearsal", "keep_unwell", "keep_other"];

export function KeepView({ desk, view, words, go, say, scanning }) {
  const [query, setQuery] = useState("");
  const [child, setChild] = useState(null);
  const [reason, setReason] = useState("keep_homework");
  const ends = endsOf(view.session, desk.now(), words);
  const [until, setUntil] = useState(ends[0].value);
  const save = async () => {
    say(await desk.keepBack(child.code ? { code: child.code } : { student: child.id }, until, words(reason)));
    setChild(null);
    setQuery("");
    if (view.session && !child.code) go("roll");
  };
  return (
    <Panel title={words("keep_back")} hint={words("keep_hint")} onBack={() => go("roll")} words={words}
      foot={<button type="button" className="k-btn" disabled={!child} onClick={save}>{child ? words("keep_confirm", { name: child.name, time: clockOf(until) }) : words("keep_choose")}</button>}>
      {child
        ? <div className="s-row k-card"><div className="k-grow"><b>{child.name}</b> <span className="k-soft k-small">{child.seat ? words("seat", child) : words("card_tail", { tail: child.code.slice(-4) })}</span></div><button type="button" className="k-link" onClick={() => setChild(null)}>{words("another")}</button></div>
        : <Choose view={view} query={query} setQuery={setQuery} onChoose={setChild} words={words} typedTo={scanning.typedTo} />}
      {child && !child.seat && <p className="k-notice k-calm">{words("keep_by_card")}</p>}
      {child && (
        <>
          <h2 className="k-h2">{words("reason")}</h2>
          <Chips label={words("reason")} value={reason} onChange={setReason} options={REASONS.map((value) => ({ value, word: words(value) }))} />
          <h2 className="k-h2">{words("until")}</h2>
          <Chips label={words("until")} value={until} onChange={setUntil} options={ends} />
        </>
      )}
      <Kept desk={desk} say={say} view={view} words={words} />
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

function Choose({ view, query, setQuery, onChoose, words, typedTo }) {
  const all = Object.keys(view.pack.students).map((id) => studentOf(view.pack, id));
  const found = query.trim() ? findStudents(all, query, 12) : all.filter(({ id }) => view.session?.expected.includes(id)).sort(bySeat).slice(0, 60);
  return (
    <>
      <div className="k-field"><label htmlFor="s-keep">{words("find_label")}</label>
        <input id="s-keep" className="k-input" type="search" autoComplete="off" value={query} placeholder={words("find_example")} onChange={(event) => setQuery(event.target.value)} /></div>
      <ByCard view={view} onChoose={onChoose} words={words} typedTo={typedTo} />
      <ul className="s-list">
        {found.map((one) => (
          <li key={one.id}><button type="button" className="s-pick" onClick={() => onChoose(one)}><b>{one.name}</b> <span className="k-soft k-small">{words("seat", one)}</span></button></li>
        ))}
      </ul>
    </>
  );
}

/** Any child of the school, by the card in hand: whose it is, the lists of this phone say, or the school's answer. */
function ByCard({ view, onChoose, words, typedTo }) {
  const [isOpen, setOpen] = useState(false);
  const [isLive, setLive] = useState(false);
  const [isForeign, setForeign] = useState(false);
  const take = (texts) => {
    const code = texts.find(isCode);
    setForeign(!code);
    if (code) onChoose(ofCard(view.pack, normalise(code), words));
  };
  useEffect(() => { // A scanner that types means this child here, and not the roll behind.
    typedTo.current = (texts) => { setOpen(true); take(texts); };
    return () => { typedTo.current = null; };
  });
  if (!isOpen) return <button type="button" className="k-btn k-ghost" onClick={() => setOpen(true)}><Icon name="keep" />{words("keep_card")}</button>;
  return (
    <section className="s-gap">
      <h2 className="k-h2">{words("keep_card")}</h2>
      {isLive ? <CameraView onCodes={(codes) => { if (codes.length) take(codes.map(({ text }) => text)); return codes.map(() => null); }} pack={view.pack} words={words} />
        : !lacks(environment()).some(({ camera }) => camera) && <button type="button" className="k-btn k-ghost" onClick={() => setLive(true)}>{words("keep_camera")}</button>}
      <CardInput words={words} onTexts={take} />
      {isForeign && <p className="k-error" role="alert">{words("verdict_not_a_card")}</p>}
    </section>
  );
}

function ofCard(pack, code, words) {
  const student = studentOf(pack, pack.tag_students[pack.indexOf.get(tagOf(pack.salt, code))]);
  return student || { code, name: words("keep_this_child") };
}

function Kept({ desk, say, view, words }) {
  const own = desk.keeps();
  const others = (view.roll?.kept || []).filter(({ by }) => by);
  if (!own.length && !others.length) return null;
  return (
    <section>
      <h2 className="k-h2">{words("kept_now")}</h2>
      <ul className="s-list">
        {own.map((record) => <Own key={record.id} record={record} desk={desk} say={say} pack={view.pack} words={words} />)}
        {others.map((entry) => (
          <li key={entry.student_id} className="s-row">
            <div className="k-grow"><b>{whoWords(view.pack.students[entry.student_id] || {}, words)}</b>
              <div className="k-soft k-small">{keptWords(entry, words)}</div></div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Own({ record, desk, say, pack, words }) {
  const { name, seat, verdict } = describe(record, pack, words);
  const isNameless = !record.student_id;
  const told = record.verdict ? verdict : keptWords({ by: null, until: record.wire.until }, words);
  return (
    <li className="s-row">
      <div className="k-grow"><b>{name}</b> <span className="k-soft k-small">{seat}</span>
        <div className="k-soft k-small">{told}</div>
        {isNameless && record.sent === WAITING && <div className="k-small s-where">{words("keep_named_later")}</div>}</div>
      {!record.verdict && <button type="button" className="k-pill k-unknown" onClick={async () => say(await desk.endKeep(record))}>{words("keep_end")}</button>}
    </li>
  );
}
