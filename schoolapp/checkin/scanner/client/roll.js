/**
 * Who is in the room: the roll of one session, folded from its log. Pure, the same for every order of the log, and the
 * twin of roll.py; both run the rolls of tests/cases/verdicts.json.
 *
 * A child's last statement counts (by time, then by id): a scan or a mark "present" says here, "absent" or "send" says
 * not here. An undo takes its target back, and with a count also its repeats before the undo.
 */

import { HERE, KEEPABLE } from "./rules.js";

const VOID = new Set(["not_allowed", "session_cancelled", "invalid"]);
const AWAY = new Set(["absent", "send"]);

/** Whether the entry counts its child as being in the room. */
export function saysHere(entry) {
  if (!isAboutChild(entry) || AWAY.has(entry.choice)) return false;
  return HERE.has(entry.verdict) || (KEEPABLE.has(entry.verdict) && entry.choice === "keep");
}

/** Whether the entry says that its child is not in the room. */
export function saysAway(entry) {
  return isAboutChild(entry) && AWAY.has(entry.choice) && !VOID.has(entry.verdict);
}

const isAboutChild = (entry) => (entry.kind === "scan" || entry.kind === "mark") && Boolean(entry.student_id || entry.tag);

/** A child as the roll knows it: by number, or by card alone where this teacher may not know the child. */
export const keyOf = (entry) => (entry.student_id ? `s${entry.student_id}` : `t${entry.tag}`);

const before = (a, b) => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * The log in order of time, less what was undone.
 * @param {Array<object>} entries @returns {Array<object>}
 */
export function withoutUndone(entries) {
  const log = [...entries].sort(before);
  const byId = new Map(log.map((entry) => [entry.id, entry]));
  const gone = new Set();
  const cleared = new Map();
  for (const undo of log) {
    const target = undo.kind === "undo" && !undo.verdict ? byId.get(undo.target_id) : null;
    if (!target) continue;
    gone.add(target.id);
    if (saysHere(target)) cleared.set(keyOf(target), undo);
  }
  const isCleared = (entry) => saysHere(entry) && cleared.has(keyOf(entry)) && before(entry, cleared.get(keyOf(entry))) < 0;
  return log.filter((entry) => !gone.has(entry.id) && !isCleared(entry));
}

/** Children here by the log, since their first count after they were away; and those last said to be away. */
function standing(log, session) {
  const here = new Map();
  const away = new Set();
  for (const entry of log) {
    const key = keyOf(entry);
    if (saysHere(entry)) {
      away.delete(key);
      if (!here.has(key)) here.set(key, presence(entry, session));
    } else if (saysAway(entry)) {
      here.delete(key);
      away.add(key);
    }
  }
  return { here, away };
}

/** A repeat can be the earliest, since two phones send in any order: its punctuality follows from its own time. */
function presence(entry, session) {
  const punctual = entry.at > session.late_after ? "late" : "on_time";
  return { student_id: entry.student_id || 0, tag: entry.tag || null, at: entry.at, event_id: entry.id, method: entry.method,
    student: entry.student || null, verdict: entry.verdict === "already_here" ? punctual : entry.verdict };
}

/**
 * @param {object} session of the pack (expected, on_leave, kept, kind, late_after)
 * @param {Array<object>} entries this phone's log of the session (`eventOf`)
 * @param {{remote?: object|null, carried?: number[]|null}} more the roll that the server knows; the children of the first
 *   period's roll when this is the second bell of a double period
 */
export function foldRoll(session, entries, { remote = null, carried = null } = {}) {
  const log = withoutUndone([...entries, ...entriesOf(remote, entries)]);
  const { here, away } = standing(log, session);
  const submission = last(log, (entry) => entry.kind === "submit" && !entry.verdict);
  if (submission) presume(session, { here, away, submission, carried });
  const missing = session.expected.filter((id) => !here.has(`s${id}`) && !session.on_leave.includes(id));
  const kept = keptNow(session, log).filter(({ student_id }) => missing.includes(student_id));
  const keptIds = new Set(kept.map(({ student_id }) => student_id));
  return summary(session, { here, away, missing, kept, keptIds, log, submission, remote });
}

function summary(session, { here, away, missing, kept, keptIds, log, submission, remote }) {
  const people = [...here.values()];
  const listed = new Set([...session.expected, ...session.on_leave]);
  return {
    here: people.filter((entry) => listed.has(entry.student_id)),
    guests: people.filter((entry) => !listed.has(entry.student_id)),
    onLeave: session.on_leave.filter((id) => !here.has(`s${id}`)),
    kept,
    missing,
    left: missing.filter((id) => !keptIds.has(id)),
    markedAbsent: new Set(missing.filter((id) => away.has(`s${id}`))),
    present: people.length,
    expected: session.expected.length,
    headCount: last(log, (entry) => entry.kind === "head_count" && !entry.verdict)?.number ?? null,
    submitted: submission ? { at: submission.at, number: submission.number, note: submission.note || "", id: submission.id }
      : remote?.submitted || null,
    counted: people.map(({ student_id, tag }) => ({ student_id, tag })),
    recent: recentOf(log),
    elsewhere: new Map((remote?.elsewhere || []).map((entry) => [entry.student_id, entry])),
  };
}

/** In homework care only the absent are tapped: with the submission everyone else counts. At a second bell: who was carried over. */
function presume(session, { here, away, submission, carried }) {
  if (session.kind !== "care" && !carried) return;
  for (const id of carried || session.expected) {
    const key = `s${id}`;
    if (here.has(key) || away.has(key) || session.on_leave.includes(id)) continue;
    here.set(key, { student_id: id, tag: null, at: submission.at, event_id: submission.id, method: submission.method,
      student: null, verdict: "on_time" });
  }
}

/** What another phone recorded, as entries. What this phone holds itself is left out: its own log is fresher. */
function entriesOf(remote, entries) {
  const own = new Set(entries.map((entry) => entry.id));
  return (remote?.here || [])
    .filter((entry) => !own.has(entry.event_id))
    .map((entry) => ({ id: entry.event_id, kind: "mark", at: entry.at, student_id: entry.student_id, tag: null, method: entry.method,
      verdict: entry.verdict, choice: KEEPABLE.has(entry.verdict) ? "keep" : "present", isRemote: true }));
}

const last = (log, test) => log.reduce((found, entry) => (test(entry) ? entry : found), null);

/** Scans and marks, newest first; a choice about an earlier scan is shown with that scan, a mere repeat not at all. */
function recentOf(log) {
  const choices = new Map(log.filter((entry) => entry.choice && entry.target_id).map((entry) => [entry.target_id, entry]));
  const isListed = (entry) => entry.kind === "scan" || (entry.kind === "mark" && entry.method !== "grid");
  const isRepeat = (entry) => entry.verdict === "already_here" && !entry.alert;
  return log
    .filter((entry) => isListed(entry) && !entry.isRemote && !isChoice(entry) && !isRepeat(entry))
    .map((entry) => withChoice(entry, choices.get(entry.id) || null))
    .reverse();
}

/** Whoever keeps a child of another class learns its name from the answer to that choice. */
const withChoice = (entry, chosen) => ({ ...entry, chosen, student: entry.student || chosen?.student || null });

/** What can explain that other heads are in the room than were recorded; the keys of words. A friend's card makes them
 * fewer, a forgotten one makes them more. @param {number | null} counted @param {number} recorded */
export function reasonsFor(counted, recorded) {
  return counted !== null && counted > recorded ? ["reason_no_card", "reason_unclear"] : ["reason_friend", "reason_just_left", "reason_unclear"];
}

/** The newest of each child: a card held up again and again is one matter. @param {Array<object>} entries newest first */
export function newestOfEach(entries) {
  const seen = new Set();
  return entries.filter((entry) => !seen.has(keyOf(entry)) && seen.add(keyOf(entry)));
}

/** Whose place the teacher has still to decide, one entry a child. @param {Array<object>} recent newest first */
export const undecided = (recent) => newestOfEach(recent).filter((entry) => KEEPABLE.has(entry.verdict) && !entry.chosen);

const isChoice = (entry) => Boolean(entry.target_id && (entry.choice === "keep" || entry.choice === "send"));

/** Kept by a teacher: by the pack, overruled by what this phone recorded since. */
function keptNow(session, log) {
  const keeps = new Map(session.kept.map((entry) => [entry.student_id, entry]));
  for (const entry of log) {
    if (entry.kind === "keep") keeps.set(entry.student_id, { student_id: entry.student_id, by: null, until: entry.until, place: null, note: entry.note });
    if (entry.kind === "keep_end") keeps.delete(entry.student_id);
  }
  return [...keeps.values()];
}
