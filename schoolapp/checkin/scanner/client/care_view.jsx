/** Homework care: nobody is scanned. Seats by number; tap the absent, confirm the head count, done. */

import { useState } from "react";

import { bySeat } from "./names.js";
import { NumberField } from "./panel.jsx";
import { studentOf } from "./pack.js";
import { clockOf } from "./sessions.js";
import { Shape } from "./shapes.jsx";
import { TopBar } from "./top_bar.jsx";

/** here: presumed or counted · absent: tapped, or not in the first period's roll · leave · kept by another teacher */
function stateOf(id, { roll, carried }) {
  if (roll.markedAbsent.has(id)) return "absent";
  if (roll.onLeave.includes(id)) return "leave";
  if (roll.kept.some((entry) => entry.student_id === id)) return "kept";
  const isCounted = !carried || carried.includes(id) || roll.here.some((entry) => entry.student_id === id);
  return isCounted ? "here" : "absent";
}

const LOOK = { here: "here", absent: "refuse", leave: "calm", kept: "redirect" };

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
        {roll.submitted && <p className="k-notice k-here">{words("submitted_at", { time: clockOf(roll.submitted.at), n: roll.submitted.number })}</p>}
        {showsSeats
          ? <><p className="k-soft">{words("tap_absent")}</p><SeatGrid students={students} view={view} desk={desk} words={words} /></>
          : <SecondBell words={words} inRoom={inRoom} onSeats={() => setAsked(true)} />}
      </div>
      <Confirm desk={desk} view={view} words={words} inRoom={inRoom} onOther={() => go("manual")} />
    </div>
  );
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
  const [note, setNote] = useState("");
  const number = typed === null ? String(inRoom) : typed;
  const differs = number !== "" && Number(number) !== inRoom;
  const send = async () => {
    await desk.submit(Number(number), note, view.carried ? "head_count" : "grid");
    setTyped(null);
    setNote("");
  };
  return (
    <footer className="s-foot s-foot-tall">
      <div className="k-row k-between"><span className="k-label">{words("counted_in_room")}</span><NumberField value={number} onChange={setTyped} label={words("counted_in_room")} words={words} /></div>
      {differs && (
        <div className="k-field">
          <label htmlFor="s-why">{words("differs_care", { counted: number, roll: inRoom })}</label>
          <input id="s-why" className="k-input" value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
        </div>
      )}
      <div className="k-row">
        <button type="button" className="k-btn k-ghost k-slim k-fit" onClick={onOther}>{words("by_name")}</button>
        <button type="button" className="k-btn k-slim" disabled={number === "" || (differs && !note.trim())} onClick={send}>
          {words(view.roll.submitted ? "confirm_again" : "confirm_n", { n: number || 0 })}
        </button>
      </div>
    </footer>
  );
}
