/** How many are here, who needs a decision, the last scans, and what to do next. */

import { memo } from "react";

import { Alert, ASKED_MS, openAlerts } from "./alert.jsx";
import { Submitted } from "./panel.jsx";
import { undecided } from "./roll.js";
import { lookOf } from "./rules.js";
import { clockOf } from "./sessions.js";
import { Icon, Shape } from "./shapes.jsx";
import { describe, keptWords, seenWords, whoWords } from "./words.js";

const SHOWN = 15;
/** So few names fit on the sheet; more are a list of their own. */
const NAMED = 4;
const SHOWN_TO_DECIDE = 2;

export const Sheet = memo(function Sheet({ desk, view, words, go, say, help, needsOtherWay }) {
  const { roll, pack } = view;
  const open = undecided(roll.recent).filter((entry) => desk.now() - entry.at < ASKED_MS).slice(0, SHOWN_TO_DECIDE);
  // Where the school's answer asks for a decision, the decision says it all.
  const corrections = view.corrections.filter(({ id }) => !open.some((entry) => entry.id === id));
  const alerts = openAlerts(view, desk.now()).slice(0, 1);
  return (
    <div className="s-sheet">
      <Count roll={roll} words={words} go={go} />
      <div className="s-scroll" tabIndex={0} role="region" aria-label={words("last_scans")}>
        {view.expired && <p className="k-notice k-redirect">{words("pack_expired")}</p>}
        {!view.lasting && <p className="k-notice k-redirect">{words("help_no_store")}</p>}
        {help.map(({ key }) => <p key={key} className="k-notice k-calm">{words(key)}</p>)}
        <Submitted desk={desk} roll={roll} words={words} />
        {alerts.map((entry) => <Alert key={entry.id} entry={entry} desk={desk} say={say} pack={pack} words={words} />)}
        {corrections.map((record) => <Correction key={record.id} record={record} desk={desk} pack={pack} words={words} />)}
        {open.map((entry) => <WrongRoom key={entry.id} entry={entry} desk={desk} say={say} pack={pack} words={words} />)}
        <Missing roll={roll} pack={pack} words={words} />
        <Seen roll={roll} pack={pack} words={words} />
        <ul className="s-list">
          {roll.recent.slice(0, SHOWN).map((entry) => <Recent key={entry.id} entry={entry} desk={desk} say={say} pack={pack} words={words} />)}
        </ul>
        {!roll.recent.length && <p className="s-quiet">{words(needsOtherWay ? "start_other_way" : "start_scanning")}</p>}
      </div>
      <div className="s-foot">
        <button type="button" className="k-btn k-ghost k-slim" onClick={() => go(needsOtherWay ? "ways" : "manual")}>{words(needsOtherWay ? "other_ways" : "by_hand")}</button>
        <button type="button" className="k-btn k-slim" onClick={() => go("submit")}>{words(roll.submitted ? "submit_again" : "submit")}</button>
      </div>
    </div>
  );
});

function Count({ roll, words, go }) {
  return (
    <div className="s-count">
      <div><span className="s-big k-num" data-present={roll.here.length}>{roll.here.length}</span><span className="k-soft"> {words("of_expected", { n: roll.expected })}</span></div>
      <div className="s-pills">
        {roll.onLeave.length > 0 && <span className="k-pill k-calm">{words("on_leave_n", { n: roll.onLeave.length })}</span>}
        {roll.kept.length > 0 && <span className="k-pill k-redirect">{words("kept_n", { n: roll.kept.length })}</span>}
        {roll.guests.length > 0 && <span className="k-pill k-redirect">{words("guests_n", { n: roll.guests.length })}</span>}
        <button type="button" className="s-tap" onClick={() => go("manual")}>
          <span className={`k-pill ${roll.left.length ? "k-unknown" : "k-here"}`}>{roll.left.length ? words("left_n", { n: roll.left.length }) : words("all_here")}</span>
        </button>
      </div>
    </div>
  );
}

/** The school's server saw it otherwise: its answer counts, and the teacher is told. */
function Correction({ record, desk, pack, words }) {
  const { whole, verdict } = describe(record, pack, words);
  return (
    <p className="k-notice k-redirect k-row" role="alert">
      <span className="k-grow">{words("correction", { name: whole, verdict: record.message || verdict })}</span>
      <button type="button" className="k-link" onClick={() => desk.accept(record.id)}>{words("understood")}</button>
    </p>
  );
}

/** In a list of few names: the seat number, and the homeroom too where there are two such children. */
function whoIn(student, words) {
  return student.namesake || student.twin ? whoWords(student, words) : words("name_number", student);
}

function Missing({ roll, pack, words }) {
  if (!roll.present || !roll.left.length || roll.left.length > NAMED) return null;
  const names = roll.left.map((id) => pack.students[id]).filter(Boolean).map((student) => whoIn(student, words));
  return <p className="s-missing"><Shape look="unknown" small /><span>{words("still_missing", { names: names.join(words("comma")) })}</span></p>;
}

/** Children of this lesson whom a colleague keeps, or whom another door has seen: sent on to here, kept there, gone past. */
export function Seen({ roll, pack, words }) {
  const kept = roll.kept.map((entry) => [pack.students[entry.student_id], keptWords(entry, words)]);
  const seen = roll.left.map((id) => [pack.students[id], seenWords(roll.elsewhere.get(id), words)]);
  return [...kept, ...seen].filter(([student, where]) => student && where).slice(0, NAMED).map(([student, where]) => (
    <p key={`${student.homeroom}${student.seat}${student.name}`} className="s-missing"><Shape look="redirect" small />
      <span><b>{student.name}</b> <span className="k-soft k-small">{words("seat", student)}</span> {where}</span></p>
  ));
}

function WrongRoom({ entry, desk, say, pack, words }) {
  const { name, seat, where } = describe(entry, pack, words);
  const isKnown = entry.verdict === "wrong_room";
  return (
    <div className="s-decision">
      <div className="k-row">
        <Shape look={isKnown ? "redirect" : "refuse"} />
        <div className="k-grow"><b>{name}</b> <span className="k-soft k-small">{seat}</span><br /><span className="s-where">{isKnown ? where : words("not_enrolled_hint")}</span></div>
      </div>
      <div className="k-row">
        <button type="button" className="k-btn k-slim" onClick={async () => say(await desk.decide(entry, "send"))}>{words(isKnown ? "send_there" : "send_home")}</button>
        <button type="button" className="k-btn k-ghost k-slim" onClick={async () => say(await desk.decide(entry, "keep"))}>{words("keep_here")}</button>
      </div>
    </div>
  );
}

/** Drawn anew only when something of it changed: at a busy door the list is made anew many times a second. */
const Recent = memo(RecentRow, (a, b) => a.pack === b.pack && fingerprint(a.entry) === fingerprint(b.entry));

const fingerprint = ({ id, verdict, chosen, changed, student, sent }) => [id, verdict, chosen?.id, changed, student?.id, sent].join();

function RecentRow({ entry, desk, say, pack, words }) {
  const { name, who, seat, verdict } = describe(entry, pack, words);
  const look = entry.chosen?.choice === "keep" ? "here" : entry.choice === "absent" ? "unknown" : lookOf(entry.verdict);
  // The tick says it to the eye; the word stays for the ear.
  const isPlain = entry.verdict === "on_time" && !entry.chosen && !entry.changed && entry.choice !== "absent";
  const word = entry.chosen ? words(`chosen_${entry.chosen.choice}`) : entry.choice === "absent" ? words("marked_absent") : verdict;
  return (
    <li className="s-row" data-verdict={entry.verdict}>
      <Shape look={look} small />
      <div className="k-grow"><b>{name}</b> <span className="k-soft k-small">{seat}</span>
        <div className={isPlain ? "k-sr" : "k-soft k-small"}>{word}{entry.changed ? ` · ${words("corrected")}` : ""}</div></div>
      <span className="k-soft k-num k-small">{clockOf(entry.at)}</span>
      {look !== "refuse" && (
        <button type="button" className="s-round" aria-label={words("undo_one", { name: who })} onClick={async () => say(await desk.undo(entry.chosen?.id || entry.id))}><Icon name="undo" /></button>
      )}
    </li>
  );
}
