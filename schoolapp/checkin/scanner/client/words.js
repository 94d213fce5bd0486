/** The words of the screen come from Python's catalogue as one table; here they are looked up and filled. */

import { clockOf } from "./sessions.js";

/** @param {Record<string, string>} table @returns {(key: string, values?: object) => string} */
export function createWords(table) {
  return (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** What an overlay, a row or a greeting says of a record: who, and what became of them. */
export function describe(record, pack, words) {
  const student = record.student || pack.students[record.student_id] || null;
  const place = record.place;
  const where = place ? words("place", { room: place.room, title: place.title }) : "";
  return {
    name: student?.name || words(record.tag ? "unknown_child" : "foreign_code"),
    seat: student ? words("seat", { homeroom: student.homeroom, seat: student.seat }) : "",
    verdict: words(`verdict_${record.verdict}`, { where }),
    where: place ? words("should_be", { room: place.room, title: place.title, teacher: place.teacher }) : "",
  };
}

/** Where a child who is waited for was seen by another door, in a few words; empty when nobody has seen it. */
export function seenWords(entry, words) {
  if (!entry) return "";
  const key = entry.kind === "found" && !entry.room ? "seen_found_somewhere" : `seen_${entry.kind}`;
  return words(key, { time: clockOf(entry.at), room: entry.room, title: entry.title });
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
