/**
 * Who is in the room: the roll of one session, folded from its log. Pure, the same for every order of the log, and the
 * twin of roll.py; both run the rolls of tests/cases/verdicts.json.
 *
 * A child's last statement counts (by time, then by id): a scan or a mark "present" says here, "absent" or "send" says
 * not here. An undo takes its target back, and with a count also its repeats before the undo.
 */

import { HERE, KEEPABLE } from "./rules.js";

/** After these an event says nothing about its child in this room. */
const VOID = new Set(["not_allowed", "session_cancelled", "session_closed", "invalid"]);
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

/** Children here by the log, since their first count after they were away; and when the others were last said to be away. */
function standing(log, session) {
  const here = new Map();
  const away = new Map();
  for (const entry of log) {
    const key = keyOf(entry);
    if (saysHere(entry)) {
      away.delete(key);
      if (!here.has(key)) here.set(key, presence(entry, session));
    } else if (saysAway(entry)) {
      here.delete(key);
      away.set(key, entry.at);
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
 * @param {object} session of the pack (expected, on_leave, joined, keeps, kind, late_after, back_since: it was off until
 *   then, and what was recorded before says nothing any more)
 * @param {Array<object>} entries this phone's log of the session (`eventOf`)
 * @param {{remote?: object|null, carried?: number[]|null, missed?: number[], now?: number}} more the roll that the server knows; the children
 *   of the first period's roll when this is the second bell of a double period (`carriedOver`), and whom that roll missed
 *   (`missedBefore`); keeps that are over by `now` are not shown
 */
export function foldRoll(session, entries, { remote = null, carried = null, missed = [], now = 0 } = {}) {
  const log = withoutUndone([...entries, ...entriesOf(remote, entries)].filter(({ at }) => at >= (session.back_since || 0)));
  const { here, away } = standing(log, session);
  const submission = last(log, (entry) => entry.kind === "submit" && !entry.verdict);
  const keeps = keepsOf(session, log);
  const elsewhere = (remote?.elsewhere || []).filter(isSettled);
  const told = submission && remote?.submitted?.id === submission.id && new Set(remote.here.map(({ student_id }) => student_id));
  if (submission) presume(session, { here, away, submission, carried, missed, keeps, elsewhere, told });
  const missing = session.expected.filter((id) => !here.has(`s${id}`) && !session.on_leave.includes(id));
  const kept = keptAt(keeps, now).filter(({ student_id }) => missing.includes(student_id));
  const keptIds = new Set(kept.map(({ student_id }) => student_id));
  return summary(session, { here, away, missing, kept, keptIds, log, submission, remote });
}

function summary(session, { here, away, missing, kept, keptIds, log, submission, remote }) {
  const people = [...here.values()];
  const listed = new Set([...session.expected, ...session.on_leave]);
  return {
    here: people.filter((entry) => listed.has(entry.student_id)),
    guests: people.filter((entry) => !listed.has(entry.student_id)),
    backSince: session.back_since,
    onLeave: session.on_leave.filter((id) => !here.has(`s${id}`)),
    kept,
    missing,
    left: missing.filter((id) => !keptIds.has(id)),
    markedAbsent: new Set(missing.filter((id) => away.has(`s${id}`))),
    present: people.length,
    expected: session.expected.length,
    headCount: last(log, (entry) => entry.kind === "head_count" && !entry.verdict)?.number ?? null,
    submitted: submission ? { at: submission.at, number: submission.number, note: submission.note || "", id: submission.id, list_at: submission.list_at }
      : remote?.submitted || null,
    counted: people.map(({ student_id, tag }) => ({ student_id, tag })),
    recent: recentOf(log),
    elsewhere: new Map((remote?.elsewhere || []).map((entry) => [entry.student_id, entry])),
    settled: new Set((remote?.elsewhere || []).filter((seen) => isSettled(seen) && missing.includes(seen.student_id)
      && !(away.get(`s${seen.student_id}`) > seen.at)).map(({ student_id }) => student_id)),
  };
}

/**
 * Of the second period's expected those who were here in the first; null until the first roll is submitted: then the
 * second bell asks for the whole roll; so it does where some joined (child → since when) only after that. Guests of the
 * first period are expected elsewhere now.
 */
export function carriedOver(session, first, joined = {}) {
  if (session.expected.some((id) => first.submitted && joined[id] > knewUntil(first.submitted))) return null;
  const here = first.submitted && new Set(first.here.map(({ student_id }) => student_id));
  return here ? session.expected.filter((id) => here.has(id)) : null;
}

/** Of the second period's expected whom the first roll missed, by a tap or by a submission that knew of them. */
export function missedBefore(session, first, joined = {}) {
  const isTold = (id) => first.markedAbsent.has(id) || (first.submitted && !(joined[id] > knewUntil(first.submitted)));
  return session.expected.filter((id) => first.missing.includes(id) && isTold(id));
}

/** A submission says nothing of who joined the class later than this. */
const knewUntil = ({ at, list_at }) => Math.min(at, list_at ?? at);

/**
 * In homework care only the absent are tapped: with the submission everyone else counts, but for whom a teacher kept back
 * in that moment, another room had counted or found, or who belonged to a class that was cancelled only afterwards; and for whom the
 * period before missed. At a second bell: who was carried over. Once the school has the submission (`told`: whom it counts by it), its word goes.
 */
function presume(session, { here, away, submission, carried, missed, keeps, elsewhere, told }) {
  if (session.kind !== "care" && !carried) return;
  const isApart = (id) => keeps.some((keep) => keep.student_id === id && keep.since <= submission.at && submission.at < keep.until)
    || elsewhere.some((seen) => seen.student_id === id && seen.at <= submission.at)
    || session.joined?.[id] > knewUntil(submission)
    || missed.includes(id)
    || (told && !told.has(id));
  for (const id of carried || session.expected) {
    const key = `s${id}`;
    if (here.has(key) || away.has(key) || session.on_leave.includes(id) || isApart(id)) continue;
    here.set(key, { student_id: id, tag: null, at: submission.at, event_id: submission.id, method: submission.method,
      student: null, verdict: "on_time" });
  }
}

/** What another phone recorded, as entries. What this phone holds itself is left out: its own log is fresher. */
function entriesOf(remote, entries) {
  const own = new Set(entries.map((entry) => entry.id));
  const here = (remote?.here || []).map((entry) => ({ ...entry, choice: KEEPABLE.has(entry.verdict) ? "keep" : "present" }));
  const away = (remote?.marked_away || []).map((entry) => ({ ...entry, verdict: "", choice: "absent" }));
  return [...here, ...away]
    .filter((entry) => !own.has(entry.event_id))
    .map(({ event_id, at, student_id, method, verdict, choice }) => ({ id: event_id, kind: "mark", at, student_id, tag: null, method, verdict, choice, isRemote: true }));
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
 * fewer, a forgotten one makes them more; in homework care nobody holds up a card.
 * @param {number | null} counted @param {number} recorded */
export function reasonsFor(counted, recorded, isCare = false) {
  const isMore = counted !== null && counted > recorded;
  if (isCare) return [isMore ? "reason_other_class" : "reason_just_left", "reason_unclear"];
  return isMore ? ["reason_no_card", "reason_unclear"] : ["reason_friend", "reason_just_left", "reason_unclear"];
}

/** The newest of each child: a card held up again and again is one matter. @param {Array<object>} entries newest first */
export function newestOfEach(entries) {
  const seen = new Set();
  return entries.filter((entry) => !seen.has(keyOf(entry)) && seen.add(keyOf(entry)));
}

/** Whose place the teacher has still to decide, one entry a child. @param {Array<object>} recent newest first */
export const undecided = (recent) => newestOfEach(recent).filter((entry) => KEEPABLE.has(entry.verdict) && !entry.chosen);

const isChoice = (entry) => Boolean(entry.target_id && (entry.choice === "keep" || entry.choice === "send"));

/** Counted or found in another place, as the server knows; who was sent on, or passed a door, is on the way. */
export const isSettled = (seen) => ["here", "found", "home"].includes(seen.kind);

/** When teachers kept children back: by the pack, and what this phone recorded since. */
function keepsOf(session, log) {
  const keeps = [...(session.keeps || [])];
  for (const { kind, student_id, at, until, note } of log) {
    if (kind === "keep") keeps.push({ student_id, by: null, since: at, until, place: null, note });
    if (kind === "keep_end") keeps.forEach((keep, i) => { if (keep.student_id === student_id && keep.since <= at) keeps[i] = { ...keep, until: Math.min(keep.until, at) }; });
  }
  return keeps;
}

/** Those not over by then, the newest of each child. */
const keptAt = (keeps, now) => [...new Map(keeps.filter(({ until }) => until > now).map((keep) => [keep.student_id, keep])).values()];
