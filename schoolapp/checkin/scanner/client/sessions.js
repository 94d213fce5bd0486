/** Which lesson is meant: the one that is on now comes first, one's own before the others'. */

/**
 * Sessions of the day of `now`, in the order in which a teacher looks for them.
 * @param {Array<object>} sessions @param {number} now ms, school's time @param {string} today "2026-11-23"
 */
export function sessionsToday(sessions, now, today) {
  return sessions
    .filter((session) => session.day === today)
    .map((session) => ({ ...session, phase: phaseOf(session, now) }))
    .sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || Number(b.mine) - Number(a.mine)
      || a.starts_at - b.starts_at || a.title.localeCompare(b.title, "zh"));
}

const PHASES = ["now", "later", "over"];

/** now: its roll can be taken · later · over. */
export function phaseOf(session, now) {
  if (now < session.opens_at) return "later";
  return now > session.closes_at ? "over" : "now";
}

/** The session to open without asking: one's own that is on now and not cancelled, when there is exactly one answer. */
export function sessionNow(sessions, now, today) {
  const open = sessionsToday(sessions, now, today).filter(({ phase, mine, cancelled }) => phase === "now" && mine && !cancelled);
  if (open.length < 2) return open[0] || null;
  // Between two periods both rolls are open for some minutes: the one whose bell is nearest is meant.
  return open.reduce((best, one) => (Math.abs(one.starts_at - now) < Math.abs(best.starts_at - now) ? one : best));
}

/** Of packs that were kept before packs said it. */
const USUAL_ZONE = "Asia/Shanghai";
let zone = USUAL_ZONE;

/** Whoever takes a pack into use says the school's time zone by it; the phone's own may be wrong. */
export function useZone(named) {
  zone = named && isKnown(named) ? named : USUAL_ZONE;
}

function isKnown(timeZone) {
  try {
    return Boolean(new Intl.DateTimeFormat("en-GB", { timeZone }));
  } catch {
    return false;
  }
}

/** The school's calendar day of an instant. */
export function dayOf(now, timeZone = zone) {
  return formatter("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

/** "16:31" in the school's time zone. */
export function clockOf(at, timeZone = zone) {
  return formatter("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
}

const formatters = new Map();

/** Made once: making one takes a cheap phone several milliseconds, and a list of scans needs one a row. */
function formatter(language, options) {
  const key = language + options.timeZone;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(language, options));
  return formatters.get(key);
}
