/** What the screen sees of the desk. It is put together when somebody looks, not in the moment of a verdict. */

import { eventOf } from "./records.js";
import { carriedOver, foldRoll, missedBefore } from "./roll.js";

/** Replaced, never changed, so that React notices. `opensAt`: until when it is too early for this roll (ms); 0: it is open. */
export const EMPTY = { phase: "starting", pack: null, session: null, roll: null, carried: null, missed: [], opensAt: 0, expired: false, lasting: true,
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
  desk.latest = { ...desk.latest, ...(pack && session ? rollOf(desk, pack, session) : { roll: null, carried: null, missed: [], opensAt: 0 }) };
  return desk.latest;
}

function rollOf(desk, pack, session) {
  const now = desk.clock() + desk.offset;
  const fold = (one, more) => foldRoll(one, entriesOf(desk, pack, one), { remote: desk.remote.get(one.id) || null, now, ...more });
  const earlier = pack.sessionOf.get(session.carry_from);
  const first = earlier && fold(earlier);
  const carried = session.head_count_only && first ? carriedOver(session, first, earlier.joined) : null;
  const missed = first ? missedBefore(session, first, earlier.joined) : [];
  return { roll: fold(session, { carried, missed }), carried, missed, opensAt: now < session.opens_at ? session.opens_at : 0 };
}

function entriesOf(desk, pack, session) {
  return [...desk.records.values()].filter((record) => record.session === session.id && record.actor === pack.actor.id).map(eventOf);
}
