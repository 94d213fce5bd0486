/** Homework care: nobody is scanned. Seats by number; tap the absent, confirm the head count, done. */

import { useState } from "react";

import { isTooMany } from "./head_count.js";
import { bySeat } from "./names.js";
import { NumberField, Submitted, Why } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { reasonsFor } from "./roll.js";
import { clockOf } from "./sessions.js";
import { Shape } from "./shapes.jsx";
import { Seen } from "./sheet.jsx";
import { TopBar } from "./top_bar.jsx";
import { explained, whoWords } from "./words.js";

/** here: presumed or counted · absent: tapped, or not in the first period's roll · leave · kept · elsewhere: seen there since */
function stateOf(id, { roll, carried, missed }) {
  const isElsewhere = roll.settled.has(id);
  if (roll.markedAbsent.has(id) && !isElsewhere) return "absent";
  if (roll.onLeave.includes(id)) return "leave";
  if (roll.kept.some((entry) => entry.student_id === id)) return "kept";
  if (isElsewhere) return "elsewhere";
  const isCounted = (carried ? carried.includes(id) : !missed.includes(id)) || roll.here.some((entry) => entry.student_id === id);
  return isCounted ? "here" : "absent";
}

const LOOK = { here: "here", absent: "refuse", leave: "calm", kept: "redirect", elsewhere: "redirect" };

export function CareView({ desk, view, words, go }) {
  const { session, roll, pack } = view;
  const [asked, setAsked] = useState(false);
  const showsSeats = asked || !view.carried;
  const students = session.expected.map((id) => studentOf(pack, id)).filter(Boolean).sort(bySeat);
  const inRoom = expectedInRoom(students, view);
  return (
    <div className="s-care">
      <TopBar session={session} net={view.net} words={words} onPick={() => go("pick")} onRetry={desk.retry} onMore={() => go("ways")} />
      <div className="s-panel-body">
        {view.expired && <p className="k-notice k-redirect">{words("pack_expired")}</p>}
        {!view.lasting && <p className="k-notice k-redirect">{words("help_no_store")}</p>}
        <Submitted desk={desk} roll={roll} words={words} word="submitted_at_care" />
        <Missed students={students} view={view} words={words} />
        <Seen roll={roll} pack={pack} words={words} />
        {showsSeats
          ? <><p className="k-soft">{words("tap_absent")}</p><SeatGrid students={students} view={view} desk={desk} words={words} /></>
          : <SecondBell words={words} inRoom={inRoom} onSeats={() => setAsked(true)} />}
      </div>
      <Confirm desk={desk} view={view} words={words} inRoom={inRoom} onOther={() => go("manual")} />
    </div>
  );
}

/** Whom the period before missed, and of whom nobody has said anything since. */
function Missed({ students, view, words }) {
  const { roll, missed } = view;
  const names = students.filter(({ id }) => missed.includes(id) && stateOf(id, view) === "absent" && !roll.markedAbsent.has(id)).map((student) => whoWords(student, words));
  return names.length > 0 && <p className="k-notice k-unknown">{words("missed_before", { names: names.join(words("comma")) })}</p>;
}

/** How many the teacher should count, by the roll: whom the first period left over is not presumed back. */
function expectedInRoom(students, view) {
  return students.filter(({ id }) => stateOf(id, view) === "here").length + view.roll.guests.length;
}

function SeatGrid({ students, view, desk, words }) {
  const toggle = (id, state) => desk.mark(id, state === "here" ? "absent" : "present", "grid");
  return (
    <div className="s-seats">
      {students.map((student) => {
        const state = stateOf(student.id, view);
        return (
          <button key={student.id} type="button" className={`s-seat s-seat-${state}`} aria-pressed={state === "absent"} data-seat={student.seat}
            disabled={view.opensAt > 0}
            onClick={() => toggle(student.id, state)}>
            <b>{student.seat}</b><span>{student.name}</span>{state !== "here" && <Shape look={LOOK[state]} small />}
            <span className="k-sr">{words(`state_${state}`)}</span>
          </button>
        );
      })}
    </div>
  );
}

function SecondBell({ words, inRoom, onSeats }) {
  return (
    <div className="s-second">
      <h2 className="k-h2">{words("second_bell")}</h2>
      <p className="k-soft">{words("second_bell_hint", { n: inRoom })}</p>
      <button type="button" className="k-link" onClick={onSeats}>{words("somebody_left")}</button>
    </div>
  );
}

function Confirm({ desk, view, words, inRoom, onOther }) {
  const [typed, setTyped] = useState(null);
  const [reason, setReason] = useState("");
  const [more, setMore] = useState("");
  const number = typed === null ? String(inRoom) : typed;
  const differs = number !== "" && Number(number) !== inRoom;
  const reasons = reasonsFor(Number(number), inRoom, true);
  const chosen = reasons.includes(reason) ? reason : "";
  const isOver = isTooMany(Number(number), view.roll);
  const isExplained = !differs || chosen || more.trim();
  const send = async () => {
    await desk.submit(Number(number), differs ? explained(chosen, more, words) : "", view.carried ? "head_count" : "grid");
    setTyped(null);
    setReason("");
    setMore("");
  };
  return (
    <footer className="s-foot s-foot-tall">
      <div className="k-row k-between"><span className="k-label">{words("counted_in_room")}</span><NumberField value={number} onChange={setTyped} label={words("counted_in_room")} words={words} /></div>
      {isOver && <b role="status">{words("too_many_heads", { n: number })}</b>}
      {differs && !isOver && (
        <div className="s-gap" role="status">
          <b>{words("differs_care", { counted: number, roll: inRoom })}</b>
          <Why reasons={reasons} chosen={chosen} onChoose={setReason} more={more} onMore={setMore} words={words} />
        </div>
      )}
      <div className="k-row">
        <button type="button" className="k-btn k-ghost k-slim k-fit" onClick={onOther}>{words("by_name")}</button>
        <button type="button" className="k-btn k-slim" disabled={view.opensAt > 0 || number === "" || isOver || !isExplained} onClick={send}>
          {confirmWords({ view, number, isOver, isExplained }, words)}
        </button>
      </div>
    </footer>
  );
}

/** What the button does, or what has to be done first. */
function confirmWords({ view, number, isOver, isExplained }, words) {
  if (view.opensAt) return words("opens_from", { time: clockOf(view.opensAt) });
  if (number === "" || isOver) return words("count_first");
  if (!isExplained) return words("reason_first");
  return words(view.roll.submitted ? "confirm_again" : "confirm_n", { n: number });
}
