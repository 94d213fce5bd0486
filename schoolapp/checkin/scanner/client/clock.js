/** The school's time on a phone whose clock may be wrong: an offset measured with each answer of the server. */

/**
 * The time of a new record: after all that this phone recorded in the same lesson, whatever became of its clock meanwhile.
 * Times after the lesson were a wrong clock themselves, and are not followed.
 * @param {number} now ms, the school's time as the phone has it @param {Array<{at: number}>} before @param {number} end ms
 */
export function steady(now, before, end = Infinity) {
  return before.reduce((at, record) => (record.at >= at && record.at < end ? record.at + 1 : at), now);
}

/** A measurement that differs by less than this is noise, and changing the offset could turn two facts' order round. */
const NOISE_MS = 1500;
/** A round trip longer than this measures the network, not the clock. */
const SLOW_MS = 4000;

/**
 * @param {number} offset the offset so far @param {{serverTime: number, sent: number, received: number}} answer in ms
 * @returns {number} the offset from now on
 */
export function measuredOffset(offset, { serverTime, sent, received }) {
  if (!Number.isFinite(serverTime) || received - sent > SLOW_MS) return offset;
  const found = Math.round(serverTime - (sent + received) / 2);
  return Math.abs(found - offset) < NOISE_MS ? offset : found;
}
