/**
 * A record is what the phone keeps of a fact: the event as the server will get it (`wire`) and what the phone
 * knows around it. The server's answer is laid over the phone's verdict, never the other way round.
 */

import { KEEPABLE } from "./rules.js";

export const WAITING = 0;
export const SENT = 1;
export const REFUSED = 2;

/** So many characters of a card's number stand for it on the screen; the whole number is forgotten. */
const TAIL = 4;

/** Fields of an event that go to the server as they are. */
const WIRE = ["id", "kind", "actor_id", "code", "student_id", "session_id", "scanned_at", "clock_offset_ms",
  "pack_version", "phone_verdict", "method", "choice", "target_id", "number", "note", "until", "list_at", "length", "format"];

/** Without the halves of characters that a cut leaves behind: no server can store them. (`toWellFormed` came in 2023.) */
function wellFormed(value) {
  if (typeof value !== "string") return value;
  return value.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : ""));
}

/**
 * @param {object} fact wire fields, and beside them `child`, `tag`, `place`, `alert`
 * @returns {object} a record that waits to be sent; absent fields are left out of the wire form
 */
export function makeRecord(fact) {
  const wire = {};
  for (const field of WIRE) if (fact[field] !== undefined && fact[field] !== null) wire[field] = wellFormed(fact[field]);
  // A scan is told by its code; which child that is, the server finds out itself.
  const child = fact.child || fact.student_id || 0;
  return {
    id: fact.id,
    actor: fact.actor_id,
    sent: WAITING,
    session: fact.session_id || 0,
    at: fact.scanned_at + fact.clock_offset_ms,
    wire,
    student_id: child,
    tag: fact.tag || null,
    tail: fact.code?.slice(-TAIL) || fact.tail || null,
    verdict: fact.phone_verdict || "",
    place: fact.place || null,
    alert: fact.alert || null,
    student: null,
    message: "",
  };
}

/** A record that waits, as another account's; `session`: the lesson of that account, where it has no part in the record's. */
export const ownedBy = (record, actor, session) => ({ ...record, actor, session, wire: { ...record.wire, actor_id: actor, session_id: session } });

/** The record after the server's answer; nothing happened after `receivedAt` (ms, the school's time), as the server has it. */
export function answered(record, result, receivedAt = Infinity) {
  return {
    ...record,
    at: Math.min(record.at, receivedAt),
    wire: withoutCode(record.wire, result.verdict),
    sent: result.status === "invalid" ? REFUSED : SENT,
    verdict: result.verdict || record.verdict,
    student_id: result.student?.id || record.student_id,
    student: result.student || record.student,
    place: result.place || record.place,
    alert: result.alert || record.alert,
    message: result.message || "",
    changed: Boolean(result.verdict) && result.verdict !== record.verdict,
  };
}

/** The card's full code is forgotten, the tag is enough; unless the teacher may still choose to keep the child. */
function withoutCode(wire, verdict) {
  if (KEEPABLE.has(verdict) && !wire.choice) return wire;
  const { code: _code, ...rest } = wire;
  return rest;
}

/** What the roll is folded from (see roll.js). */
export function eventOf(record) {
  const { kind, method, choice, target_id, number, note, until, list_at } = record.wire;
  return { id: record.id, kind, at: record.at, method, choice, target_id, number, note, until, list_at, student_id: record.student_id,
    tag: record.tag, tail: record.tail, verdict: record.verdict, place: record.place, alert: record.alert, student: record.student,
    sent: record.sent, message: record.message, changed: record.changed, isAccepted: record.isAccepted };
}

/**
 * The children that this account keeps back by this phone's records, and cards that the school refused, newest first.
 * @param {Iterable<object>} records @param {number} now ms, the school's time
 */
export function ownKeeps(records, actor, now) {
  const all = [...records].filter((record) => record.actor === actor);
  const isSame = (a, b) => (a.student_id ? a.student_id === b.student_id : false) || Boolean(a.tag && a.tag === b.tag);
  const ends = all.filter(({ wire }) => wire.kind === "keep_end");
  const isOver = (keep) => ends.some((end) => end.at >= keep.at && isSame(end, keep));
  const keeps = all.filter((record) => record.wire.kind === "keep" && record.wire.until > now && !isOver(record)).sort((a, b) => b.at - a.at);
  return keeps.filter((keep, i) => keeps.findIndex((other) => isSame(keep, other)) === i);
}
