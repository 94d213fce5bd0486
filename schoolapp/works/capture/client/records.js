/**
 * A record is what the phone keeps of a work: how it should be (`work`, `edit`), how far it has got (`step`), and what the
 * school answered. Pure; `version` grows with each change, so that one made while another is on its way is not lost.
 *
 *   photo → (film →) work → done; changed afterwards: change → done
 */

export const WAITING = 0;
export const SENT = 1;
/** The school refused it: a person has to do something. */
export const REFUSED = 2;
/** A record whose work the school has is forgotten after this time; the picture went at once. */
const KEPT_MS = 8 * 86400000;

/**
 * @param {object} made id, photo_id, actor, at (ms), kind, makers, session, picture {thumb}, edit, day, film (seconds, 0 for a picture)
 *   `makers`: [{student_id, code, name}] each with a student_id chosen by hand, or a card's code
 */
export function makeRecord({ id, photo_id, actor, at, kind, makers, session, day, thumb = "", edit = {}, film = 0 }) {
  return {
    id, photo_id, actor, at, thumb, edit, makers, film,
    sent: WAITING, step: "photo", version: 1, isAttempted: false, dirty: [], answer: null, problem: null,
    lesson: session ? session.title : "",
    work: { kind, session_id: session?.id ?? null, section_id: session?.section_id ?? null, day, title: "", medium: "", remark: "" },
  };
}

/** A work that the school has and this phone did not make: opened here to be changed. @param {object} answer of GET /api/works/{id} */
export function adoptedRecord(answer, { actor, at, pack }) {
  const { uuid, photo_id, edit, kind, session_id, section_id, day, title, medium, remark } = answer;
  const makers = answer.student_ids.map((id) => ({ student_id: id, code: null, name: pack.students[id]?.name || "" }));
  const record = makeRecord({ id: uuid, photo_id, actor, at, kind, makers, session: null, day, thumb: `/media/photos/${photo_id}/480`, edit, film: answer.film || 0 });
  const work = { kind, session_id, section_id, day, title, medium, remark };
  return { ...record, work, answer, sent: SENT, step: "done", isAttempted: true, lesson: pack.sessionOf.get(session_id)?.title || "" };
}

/** What goes to POST /api/works. */
export function wireOf(record) {
  return { id: record.id, photo_id: record.photo_id, ...record.work, ...makersWire(record.makers) };
}

function makersWire(makers) {
  const codes = makers.filter(({ code }) => code).map(({ code }) => code);
  return { student_ids: makers.filter(({ code, student_id }) => !code && student_id).map(({ student_id }) => student_id), codes };
}

/** What goes to PATCH /api/works/{id}: only what was changed. */
export function changeOf(record) {
  const change = {};
  for (const field of record.dirty) {
    if (field === "makers") Object.assign(change, makersWire(record.makers));
    else if (field === "edit") change.edit = record.edit;
    else change[field] = record.work[field];
  }
  return change;
}

/** The record after a person changed it. @param {object} fields of kind, title, medium, remark, makers, edit */
export function changed(record, fields) {
  const { makers = record.makers, edit = record.edit, ...words } = fields;
  const isFiled = Boolean(record.answer);
  const isRefusedPhoto = record.sent === REFUSED && (record.step === "photo" || record.step === "film");
  return {
    ...record, makers, edit, work: { ...record.work, ...words }, version: record.version + 1,
    dirty: record.isAttempted ? [...new Set([...record.dirty, ...Object.keys(fields)])] : [],
    sent: isRefusedPhoto && !fields.edit ? REFUSED : WAITING,
    problem: isRefusedPhoto && !fields.edit ? record.problem : null,
    step: isFiled ? "change" : record.step,
  };
}

/**
 * From now on the school may have it as it is, even when its answer is lost: the same number again changes nothing there,
 * so whatever a person changes from here on goes as a change afterwards.
 */
export const attempted = (record) => (record.isAttempted ? record : { ...record, isAttempted: true });

/** After a step that the school took. `sentVersion`: the version that was sent. */
export function advanced(record, answer, sentVersion) {
  if (record.step === "photo") return { ...record, step: record.film ? "film" : "work" };
  if (record.step === "film") return { ...record, step: "work" };
  const filed = { ...record, answer, problem: null };
  const isSettled = record.step === "change" ? record.version === sentVersion : !record.dirty.length;
  if (!isSettled) return { ...filed, step: "change", sent: WAITING };
  return { ...filed, dirty: [], step: "done", sent: SENT, makers: named(record.makers, answer) };
}

/** The cards' codes are forgotten once the school knows the children. */
function named(makers, { student_ids: ids = [] }) {
  const byId = new Map(makers.filter(({ student_id }) => student_id).map((maker) => [maker.student_id, maker]));
  return ids.map((id) => ({ student_id: id, code: null, name: byId.get(id)?.name || "" }));
}

/** After a refusal: kept, with what the school said. */
export const refused = (record, problem) => ({ ...record, sent: REFUSED, problem });

/** Once more from the picture on: the school does not have it. */
export const fromTheStart = (record) => ({ ...record, step: "photo", startedAgain: true });

/** The person wants it tried again. */
export const triedAgain = (record) => ({ ...record, sent: WAITING, problem: null, startedAgain: false });

/** Whether somebody should still say who made it. */
export function needsMakers(record) {
  if (record.answer && !record.dirty.includes("makers")) return record.answer.unmatched > 0 || !record.answer.student_ids.length;
  return !record.makers.length;
}

export const isForgotten = (record, now) => record.sent === SENT && now - record.at > KEPT_MS;
