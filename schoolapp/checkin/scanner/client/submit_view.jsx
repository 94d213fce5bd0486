/**
 * Submit the roll. The head count stands beside the scanned count, because friends scan friends' cards; a difference must
 * be explained. Names that nobody can explain go out as 待核实 at once and never hold up the lesson.
 */

import { useState } from "react";

import { AlertOf } from "./alert.jsx";
import { isTooMany } from "./head_count.js";
import { NumberField, Panel, Why } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { reasonsFor } from "./roll.js";
import { clockOf } from "./sessions.js";
import { Icon, Shape } from "./shapes.jsx";
import { TwoChoices, useStill, useTaps } from "./still_rows.jsx";
import { countedWords, explained, seenWords, submittedWords, whoWords } from "./words.js";

export function SubmitView({ desk, view, words, go, say }) {
  const { roll, pack, session } = view;
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const [more, setMore] = useState("");
  const counted = number === "" ? null : Number(number);
  const isOver = isTooMany(counted, roll);
  const differs = counted !== null && counted !== roll.present;
  // What explains too many does not explain too few.
  const chosen = reasonsFor(counted, roll.present).includes(reason) ? reason : "";
  const isReady = counted !== null && !isOver && (!differs || chosen || more.trim());
  const send = async () => {
    await desk.submit(counted, differs ? explained(chosen, more, words) : "", "tap");
    go("done");
  };
  return (
    <Panel title={words("submit")} hint={[session.title, session.room].filter(Boolean).join(" · ")} onBack={() => go("roll")} words={words}
      foot={<button type="button" className="k-btn" disabled={!isReady || view.opensAt > 0} onClick={send}>{view.opensAt ? words("opens_from", { time: clockOf(view.opensAt) }) : words(counted === null || isOver ? "count_first" : isReady ? "submit" : "reason_first")}</button>}>
      <div className="s-compare">
        <div><span className="k-label">{words("recorded")}</span><span className="s-big k-num">{roll.present}</span>
          {roll.guests.length > 0 && <span className="k-soft k-small">{countedWords(roll, words).join(" · ")}</span>}</div>
        <div><span className="k-label">{words("counted_heads")}</span><NumberField value={number} onChange={setNumber} label={words("counted_heads")} words={words} id="s-heads" /></div>
      </div>
      <p className="k-soft k-small">{words("why_count")}</p>
      {isOver && <p className="k-notice k-redirect" role="status">{words("too_many_heads", { n: counted })}</p>}
      {differs && !isOver && (
        <div className="k-notice k-redirect s-gap" role="status">
          <b>{words(counted < roll.present ? "fewer_heads" : "more_heads", { n: Math.abs(counted - roll.present) })}</b>
          <Why reasons={reasonsFor(counted, roll.present)} chosen={chosen} onChoose={setReason} more={more} onMore={setMore} words={words} />
        </div>
      )}
      <StillMissing desk={desk} say={say} view={view} words={words} />
    </Panel>
  );
}

/** Whoever is found here keeps the place in the list, with the way back, until the screen is left. */
function StillMissing({ desk, say, view, words }) {
  const { roll, pack } = view;
  const taps = useTaps(desk, say);
  const left = new Set(roll.left);
  const students = useStill(roll.left).filter((id) => left.has(id) || taps.done.get(id)).map((id) => studentOf(pack, id)).filter(Boolean);
  return (
    <section>
      {left.size
        ? <><h2 className="k-h2">{words("go_out_as_unclear", { n: left.size })}</h2><p className="k-soft k-small">{words("go_out_hint")}</p></>
        : <p className="k-notice k-here">{words(roll.onLeave.length ? "nobody_missing_but_leave" : "nobody_missing", { n: roll.onLeave.length })}</p>}
      <ul className="s-list">
        {students.map((student) => (
          <li key={student.id} className="s-row">
            <Shape look={left.has(student.id) ? "unknown" : "here"} small />
            <div className="k-grow"><b>{student.name}</b> <span className="k-soft k-small">{words("seat", student)}</span>
              {left.has(student.id) && <div className="k-small s-where">{seenWords(roll.elsewhere.get(student.id), words)}</div>}</div>
            <TwoChoices student={student} offers={[left.has(student.id) && "present"]} method="name" taps={taps} words={words} />
            <AlertOf id={student.id} desk={desk} view={view} say={say} words={words} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The roll has gone out, or will: the lesson can begin. Late arrivals are still taken. */
export function DoneView({ desk, view, words, go }) {
  const { roll, net, pack } = view;
  const names = roll.left.map((id) => pack.students[id]).filter(Boolean).map((student) => whoWords(student, words));
  return (
    <Panel title={words("done_title")} words={words} onBack={() => go("roll")}
      foot={<><button type="button" className="k-btn k-ghost k-slim" onClick={() => go("roll")}>{words("take_late")}</button><a className="k-btn k-slim" href="/today">{words("to_today")}</a></>}>
      <div className="s-done">
        <Shape look="here" />
        <p><b className="s-big k-num">{roll.here.length}</b> <span className="k-soft">{words("of_expected", { n: roll.expected })}</span>
          {roll.guests.length > 0 && <span className="k-pill k-redirect s-tiny">{words("guests_n", { n: roll.guests.length })}</span>}</p>
        {roll.submitted && <p className="k-soft">{submittedWords(roll.submitted, desk.record(roll.submitted.id), words).text}</p>}
        {names.length > 0 && <p className="k-notice k-unknown">{words("unclear_names", { names: names.join(words("comma")) })}</p>}
        <p className={`k-notice ${net.all ? "k-redirect" : "k-here"}`} role="status">{words(net.all ? "done_waiting" : "done_sent", { n: net.all })}</p>
        <a className="k-btn k-ghost k-slim" href={`/shoot?session=${view.session.id}`}><Icon name="picture" />{words("photograph_works")}</a>
      </div>
    </Panel>
  );
}
