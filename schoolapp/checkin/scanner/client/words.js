/** The words of the screen come from Python's catalogue as one table; here they are looked up and filled. */

import { WAITING } from "./records.js";
import { clockOf } from "./sessions.js";

/** @param {Record<string, string>} table @returns {(key: string, values?: object) => string} */
export function createWords(table) {
  return (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * What an overlay, a row or a greeting says of a record: who, and what became of them. `seat` is the homeroom and seat
 * number, or the end of the card's number where nobody here knows the child; `who` the name, with it where a name alone
 * could be another's; `whole` always with it.
 */
export function describe(record, pack, words) {
  const student = pack.students[record.student_id] || record.student || null;
  const place = record.place;
  const where = place ? words("place", { room: place.room, title: place.title }) : "";
  const name = student?.name || words(nameless(record));
  const seat = student ? words("seat", student) : record.tail ? words("card_tail", { tail: record.tail }) : "";
  const whole = seat ? words("name_seat", { name, seat }) : name;
  return {
    name,
    seat,
    whole,
    who: pack.students[record.student_id] ? whoWords(student, words) : whole,
    verdict: words(isUnasked(record) ? "verdict_unknown_card_yet" : `verdict_${record.verdict}`, { where }),
    where: place ? words("should_be", { room: place.room, title: place.title, teacher: place.teacher }) : "",
  };
}

/** A card that this phone's list lacks may still be a child's of this school: only the server knows all of them. */
const isUnasked = (record) => record.verdict === "unknown_card" && record.sent === WAITING;

function nameless(record) {
  if (!record.tag) return "foreign_code";
  return record.verdict === "unknown_card" ? "some_card" : "unknown_child";
}

/** The name of a child on this phone's lists, with homeroom and seat number where the school has a namesake or twin. */
export function whoWords(student, words) {
  const isDoubled = student.namesake || student.twin;
  return isDoubled ? words("name_seat", { name: student.name, seat: words("seat", student) }) : student.name;
}

/** The key of the words for an alert: a twin has another name, and the face is what can be mistaken. */
export function alertKey(entry, pack) {
  const others = entry.alert === "namesake" ? pack.namesakes[entry.student_id] || [] : [];
  return others.length && others.every(({ twin }) => twin) ? "alert_twin" : `alert_${entry.alert}`;
}

/** Where a child who is waited for was seen by another door, in a few words; empty when nobody has seen it. */
export function seenWords(entry, words) {
  if (!entry) return "";
  const key = entry.kind === "found" && !entry.room ? "seen_found_somewhere" : `seen_${entry.kind}`;
  return words(key, { time: clockOf(entry.at), room: entry.room, title: entry.title });
}

/** Why other heads are in the room than were recorded: what was chosen, and what was written. */
export function explained(reason, more, words) {
  return [reason && words(reason), more.trim()].filter(Boolean).join("；");
}

/** How many of the list are here and, apart from them, how many children of other classes. */
export function countedWords(roll, words) {
  const guests = roll.guests.length ? [words("guests_n", { n: roll.guests.length })] : [];
  return [words("here_n", { n: roll.here.length }), ...guests];
}

/** Who keeps a child, until when and where; `by` is empty for the teacher who looks. */
export function keptWords(entry, words) {
  return words(entry.by ? "kept_by" : "kept_here", { by: entry.by, time: clockOf(entry.until), place: entry.place || "" });
}

/**
 * When the roll was submitted, and whether that is still in this phone only: the school does not know it then. `record`:
 * this phone's, none for a submission that came from the school.
 * @returns {{waits: boolean, text: string}}
 */
export function submittedWords({ at, number }, record, words, key = "submitted_at") {
  const waits = record?.sent === WAITING;
  return { waits, text: words(waits ? "submitted_waits" : key, { time: clockOf(at), n: number }) };
}

/** What a screen reader says of a record just made; of an undo, what was taken back (`target`). */
export function saidWords(record, target, pack, words) {
  const { kind, choice } = record.wire;
  const { who, verdict } = describe(target || record, pack, words);
  if (kind !== "scan" && kind !== "mark") return words(`said_${kind}`, { name: who });
  return `${who} ${choice === "absent" ? words("marked_absent") : choice === "keep" || choice === "send" ? words(`chosen_${choice}`) : verdict}`;
}
