/** What the screen sees of the desk. It is put together when somebody looks, not in the moment of a verdict. */

import { eventOf } from "./records.js";
import { foldRoll } from "./roll.js";

/** Replaced, never changed, so that React notices. */
export const EMPTY = { phase: "starting", pack: null, session: null, roll: null, carried: null, expired: false, lasting: true,
  net: { state: "ok", signIn: false, all: 0, mine: 0, others: 0 }, corrections: [] };

/** Something changed: the screen is told once for all changes of a moment, `pause` ms later. */
export function publish(desk, change, pause = 0) {
  desk.latest = { ...desk.latest, ...change };
  desk.isStale = true;
  desk.telling = desk.telling || setTimeout(() => { desk.telling = 0; desk.listeners.forEach((listener) => listener()); }, pause);
}

/** The view as of now, the same object until the next change. */
export function viewOf(desk) {
  if (!desk.isStale) return desk.latest;
  const { pack, session } = desk.latest;
  desk.isStale = false;
  desk.latest = { ...desk.latest, ...(pack && session ? rollOf(desk, pack, session) : { roll: null, carried: null }) };
  return desk.latest;
}

function rollOf(desk, pack, session) {
  const fold = (one, carried) => foldRoll(one, entriesOf(desk, pack, one), { remote: desk.remote.get(one.id) || null, carried });
  const earlier = session.head_count_only ? pack.sessionOf.get(session.carry_from) : null;
  const first = earlier ? fold(earlier, null) : null;
  // Without a first roll there is nothing to carry over: then the second bell asks for the whole roll.
  const carried = first?.submitted ? [...first.here, ...first.guests].map(({ student_id }) => student_id).filter(Boolean) : null;
  return { roll: fold(session, carried), carried };
}

function entriesOf(desk, pack, session) {
  return [...desk.records.values()].filter((record) => record.session === session.id && record.actor === pack.actor.id).map(eventOf);
}
