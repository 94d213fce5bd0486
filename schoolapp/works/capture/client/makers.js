/** Who made it: cards held up and children chosen by hand, each child once. Pure. */

import { isCode, normalise, tagOf } from "../../../checkin/scanner/client/codes.js";

/**
 * What a text in front of the camera is.
 * @param {object} pack the indexed pack
 * @returns {{look: string, key: string, maker: object|null}} `key` of the word that is said; a maker when it may be one
 */
export function makerOfCode(pack, text) {
  if (!isCode(text)) return { look: "refuse", key: "card_foreign", maker: null };
  const code = normalise(text);
  const index = pack.indexOf.get(tagOf(pack.salt, code));
  if (index !== undefined && pack.revokedTags.has(index)) return { look: "refuse", key: "card_old", maker: null };
  const student_id = index === undefined ? 0 : pack.tag_students[index] || 0;
  const name = pack.students[student_id]?.name || "";
  return { look: name ? "here" : "redirect", key: name ? "card_known" : "card_unknown", maker: { student_id, code, name } };
}

export const makerOfStudent = (student) => ({ student_id: student.id, code: null, name: student.name });

const isSame = (a, b) => (a.student_id && b.student_id ? a.student_id === b.student_id : Boolean(a.code) && a.code === b.code);

/** The makers with one more, unless it is there already. */
export function withMaker(makers, maker) {
  return makers.some((one) => isSame(one, maker)) ? makers : [...makers, maker];
}

export const withoutMaker = (makers, maker) => makers.filter((one) => !isSame(one, maker));

/** A name for each maker, in the words of the interface. */
export const namesOf = (makers, words) => makers.map(({ name }) => name || words("card_unnamed")).join(words("comma"));
