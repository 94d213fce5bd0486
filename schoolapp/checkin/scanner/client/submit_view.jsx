/**
 * Submit the roll. The head count stands beside the scanned count, because friends scan friends' cards; a difference must
 * be explained. Names that nobody can explain go out as 待核实 at once and never hold up the lesson.
 */

import { useState } from "react";

import { Chips, NumberField, Panel } from "./panel.jsx";
import { reasonsFor } from "./roll.js";
import { clockOf } from "./sessions.js";
import { Icon, Shape } from "./shapes.jsx";
import { countedWords, seenWords } from "./words.js";

export function SubmitView({ desk, view, words, go }) {
  const { roll, pack, session } = view;
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const [more, setMore] = useState("");
  const counted = number === "" ? null : Number(number);
  const differs = counted !== null && counted !== roll.present;
  // What explains too many does not explain too few.
  const chosen = reasonsFor(counted, roll.present).includes(reason) ? reason : "";
  const isReady = counted !== null && (!differs || chosen || more.trim());
  const send = async () => {
    await desk.submit(counted, differs ? [chosen && words(chosen), more.trim()].filter(Boolean).join("；") : "", "tap");
    go("done");
  };
  return (
    <Panel title={words("submit")} hint={[session.title, session.room].filter(Boolean).join(" · ")} onBack={() => go("roll")} words={words}
      foot={<button type="button" className="k-btn" disabled={!isReady} onClick={send}>{words(counted === null ? "count_first" : isReady ? "submit" : "reason_first")}</button>}>
      <div className="s-compare">
        <div><span className="k-label">{words("recorded")}</span><span className="s-big k-num">{roll.present}</span>
          {roll.guests.length > 0 && <span className="k-soft k-small">{countedWords(roll, words).join(" · ")}</span>}</div>
        <div><span className="k-label">{words("counted_heads")}</span><NumberField value={number} onChange={setNumber} label={words("counted_heads")} words={words} id="s-heads" /></div>
      </div>
      <p className="k-soft k-small">{words("why_count")}</p>
      {differs && (
        <div className="k-notice k-redirect s-gap" role="status">
          <b>{words(counted < roll.present ? "fewer_heads" : "more_heads", { n: Math.abs(counted - roll.present) })}</b>
          <Chips label={words("reason")} value={chosen} onChange={setReason} options={reasonsFor(counted, roll.present).map((value) => ({ value, word: words(value) }))} />
          <input className="k-input" aria-label={words("reason_more")} placeholder={words("reason_more")} value={more} maxLength={200} onChange={(event) => setMore(event.target.value)} />
        </div>
      )}
      <StillMissing desk={desk} roll={roll} pack={pack} words={words} />
    </Panel>
  );
}

function StillMissing({ desk, roll, pack, words }) {
  if (!roll.left.length) return <p className="k-notice k-here">{words(roll.onLeave.length ? "nobody_missing_but_leave" : "nobody_missing", { n: roll.onLeave.length })}</p>;
  return (
    <section>
      <h2 className="k-h2">{words("go_out_as_unclear", { n: roll.left.length })}</h2>
      <p className="k-soft k-small">{words("go_out_hint")}</p>
      <ul className="s-list">
        {roll.left.map((id) => (
          <li key={id} className="s-row">
            <Shape look="unknown" small />
            <div className="k-grow"><b>{pack.students[id]?.name}</b> <span className="k-soft k-small">{words("seat", pack.students[id] || {})}</span>
              <div className="k-small s-where">{seenWords(roll.elsewhere.get(id), words)}</div></div>
            <button type="button" className="k-pill k-here" onClick={() => desk.mark(id, "present", "name")}>{words("is_here")}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The roll has gone out, or will: the lesson can begin. Late arrivals are still taken. */
export function DoneView({ view, words, go }) {
  const { roll, net, pack } = view;
  const names = roll.left.map((id) => pack.students[id]?.name).filter(Boolean);
  return (
    <Panel title={words("done_title")} words={words} onBack={() => go("roll")}
      foot={<><button type="button" className="k-btn k-ghost k-slim" onClick={() => go("roll")}>{words("take_late")}</button><a className="k-btn k-slim" href="/today">{words("to_today")}</a></>}>
      <div className="s-done">
        <Shape look="here" />
        <p><b className="s-big k-num">{roll.here.length}</b> <span className="k-soft">{words("of_expected", { n: roll.expected })}</span>
          {roll.guests.length > 0 && <span className="k-pill k-redirect">{words("guests_n", { n: roll.guests.length })}</span>}</p>
        {roll.submitted && <p className="k-soft">{words("submitted_at", { time: clockOf(roll.submitted.at), n: roll.submitted.number })}</p>}
        {names.length > 0 && <p className="k-notice k-unknown">{words("unclear_names", { names: names.join(words("comma")) })}</p>}
        <p className={`k-notice ${net.all ? "k-redirect" : "k-here"}`} role="status">{words(net.all ? "done_waiting" : "done_sent", { n: net.all })}</p>
        <a className="k-btn k-ghost k-slim" href={`/shoot?session=${view.session.id}`}><Icon name="picture" />{words("photograph_works")}</a>
      </div>
    </Panel>
  );
}
