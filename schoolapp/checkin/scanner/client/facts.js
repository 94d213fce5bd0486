/**
 * The facts that a teacher's taps and a child's card make. Pure: what the desk knows goes in, a fact comes out, and
 * becomes a record (records.js) that waits to be sent.
 *
 * `desk` is {pack, session, now, offset, newId}: `now` the phone's clock in ms, `offset` what must be added to it.
 */

import { isCode, normalise, tagOf } from "./codes.js";
import { decide } from "./rules.js";

function basis(desk, kind, method) {
  const { pack, session, now, offset, newId } = desk;
  return { id: newId(now), kind, method, actor_id: pack.actor.id, session_id: session?.id, scanned_at: now,
    clock_offset_ms: offset, pack_version: pack.version };
}

/**
 * A card held up, typed, or photographed. Of a foreign code only length and format are kept: it may be a payment code.
 * @param {Array<{student_id: number, tag: string|null}>} counted who is here already
 */
export function scanFact(desk, { text, method, format = "qr_code" }, counted) {
  const fact = basis(desk, "scan", method);
  const code = isCode(text) ? normalise(text) : null;
  const tag = code ? tagOf(desk.pack.salt, code) : null;
  const result = decide(desk.pack, { kind: "scan", tag, session_id: fact.session_id, at: desk.now + desk.offset }, counted);
  const seen = code ? { code } : { length: text.length, format };
  return { ...fact, ...seen, tag, child: result.student_id, phone_verdict: result.verdict, place: result.place, alert: result.alert };
}

/** A child chosen by seat number or name. Absence is what the teacher says: no verdict but that it is too early. */
export function markFact(desk, { student, choice, method }, counted) {
  const fact = { ...basis(desk, "mark", method), student_id: student, choice };
  if (choice === "absent") return { ...fact, ...tooEarly(desk) };
  const result = decide(desk.pack, { kind: "mark", student_id: student, session_id: fact.session_id, at: desk.now + desk.offset }, counted);
  return { ...fact, phone_verdict: result.verdict, place: result.place, alert: result.alert };
}

/** What is done with a child in the wrong room: send there, or keep here. */
export function choiceFact(desk, record, choice) {
  const known = record.wire.code ? { code: record.wire.code } : { student_id: record.student_id || null };
  return { ...basis(desk, "mark", record.wire.method), ...known, choice, target_id: record.id, tag: record.tag, tail: record.tail,
    child: record.student_id, phone_verdict: record.verdict, place: record.place };
}

export const undoFact = (desk, targetId) => ({ ...basis(desk, "undo", "tap"), target_id: targetId });

export const openedFact = (desk) => basis(desk, "opened", "tap");

export const submitFact = (desk, { number, note, method }) => ({ ...basis(desk, "submit", method), number, note, list_at: desk.pack.made_at, ...tooEarly(desk) });

/** Before a roll opens nobody can have come, and what is said about it is refused. */
const tooEarly = ({ session, now, offset }) => (session && now + offset < session.opens_at ? { phone_verdict: "session_closed" } : {});

/**
 * @param {{student?: number, code?: string, until: number, note: string}} keep a child of this phone's lists, or any child of
 *   the school by its card; `until` in ms, the school's time
 */
export const keepFact = (desk, { student, code, until, note }) => ({ ...basis(desk, "keep", code ? "card" : "tap"), ...byCard(desk, { student, code }), until, note });

/** @param {{student?: number, code?: string, tag?: string}} kept as its record has it: the code until the school has named the child */
export const keepEndFact = (desk, kept) => ({ ...basis(desk, "keep_end", "tap"), ...byCard(desk, kept) });

function byCard(desk, { student, code }) {
  if (!code) return { student_id: student };
  const tag = tagOf(desk.pack.salt, code);
  return { code: normalise(code), tag, child: desk.pack.tag_students[desk.pack.indexOf.get(tag)] || 0 };
}
