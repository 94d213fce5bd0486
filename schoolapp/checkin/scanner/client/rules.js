/**
 * The verdict of one scan or mark, decided on the phone from its pack alone: the twin of rules.py.
 * Both run tests/cases/verdicts.json.
 *
 *   not a card → may not take this roll → unknown card → revoked card → session cancelled → session closed
 *   → already here → (what the plan says of the child) on leave, on time or late, wrong room, not enrolled
 */

/** Verdicts after which the child counts as being in the room; one on leave who stands there is there. */
export const HERE = new Set(["on_time", "late", "already_here", "on_leave"]);

/** Verdicts after which the teacher may keep the child here. */
export const KEEPABLE = new Set(["wrong_room", "not_enrolled"]);

/** Which look (colour, shape, sound) a verdict has; what is not listed is refused. */
const LOOKS = { on_time: "here", late: "here", already_here: "calm", on_leave: "calm", wrong_room: "redirect" };

export const lookOf = (verdict) => LOOKS[verdict] || "refuse";

/**
 * Decide one scan or mark.
 * @param {object} pack the indexed pack (`indexPack`)
 * @param {{kind: "scan"|"mark", tag?: string|null, student_id?: number, session_id: number, at: number}} event
 *   `tag` of a scan is null when the text has not the form of a card; `at` in ms, the school's time
 * @param {Array<{student_id: number, tag: string|null}>} counted who counts as here in this session
 * @returns {{verdict: string, student_id: number, place: object|null, alert: string|null}} student 0: not known to this phone
 */
export function decide(pack, event, counted) {
  const isScan = event.kind === "scan";
  if (isScan && !event.tag) return answer("not_a_card", 0);
  const session = pack.sessionOf.get(event.session_id);
  const index = isScan ? pack.indexOf.get(event.tag) : pack.cardOf.get(event.student_id);
  const student = isScan ? pack.tag_students[index] || 0 : event.student_id;
  if (!session) return answer("not_allowed", student);
  if (isScan && index === undefined) return answer("unknown_card", 0);
  const alert = isScan ? twoCards(pack, counted, student, event.tag) : namesake(pack, session, student);
  if (isScan && pack.revokedTags.has(index)) return answer("revoked_card", student, null, alert);
  return { ...inSession(pack, session, { ...event, isScan, index, student }, counted), alert };
}

function answer(verdict, student_id, place = null, alert = null) {
  return { verdict, student_id, place, alert };
}

function inSession(pack, session, event, counted) {
  if (session.cancelled) return answer("session_cancelled", event.student);
  if (!isOpen(session, event)) return answer("session_closed", event.student);
  if (counted.some((entry) => isSame(entry, event))) return answer("already_here", event.student);
  return standing(pack, session, event);
}

/** A mark by hand may come later than the hours: that is the late entry of a roll kept on paper. */
function isOpen(session, event) {
  return event.at >= session.opens_at && (!event.isScan || event.at <= session.closes_at);
}

function isSame(entry, event) {
  return event.student ? entry.student_id === event.student : entry.tag === event.tag;
}

/** What the plan says of the child in this session. */
function standing(pack, session, { index, student, at }) {
  const [verdict, place] = session.base[index] || byList(session, student) || bySlot(pack, session, index);
  if (verdict === "expected") return answer(at > session.late_after ? "late" : "on_time", student);
  return answer(verdict, student, pack.places[place] || null);
}

/** A child without any card is in no table of cards, but stands on the list. */
function byList(session, student) {
  if (session.on_leave.includes(student)) return ["on_leave", -1];
  return session.expected.includes(student) ? ["expected", -1] : null;
}

function bySlot(pack, session, index) {
  const place = pack.slots[`${session.day}/${session.slot}`]?.places[index] ?? -1;
  return place < 0 ? ["not_enrolled", -1] : ["wrong_room", place];
}

/** This child was counted with another card: one of the two is in somebody else's hand. */
function twoCards(pack, counted, student, tag) {
  const other = student && counted.some((entry) => entry.student_id === student && entry.tag && entry.tag !== tag);
  return other ? "two_cards" : null;
}

/** Whoever is chosen by name may be the wrong one of two: a child of the same name is expected elsewhere. */
function namesake(pack, session, student) {
  const slot = `${session.day}/${session.slot}`;
  const others = (pack.namesakes[student] || []).filter((other) => other.slot === slot && other.place >= 0);
  return others.some(({ place }) => pack.places[place]?.session_id !== session.id) ? "namesake" : null;
}
