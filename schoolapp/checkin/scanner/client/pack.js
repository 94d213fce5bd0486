/** The pack: all that the phone needs to judge a card without a network. Fetched with an ETag, kept in IndexedDB. */

/**
 * The pack with its look-up tables. Packs come from the server and from IndexedDB: nothing is taken on trust
 * but its shape, so that a half-written one is refused here and not in the middle of a lesson.
 * @returns {object|null} null when it is no pack
 */
export function indexPack(raw) {
  if (!raw || !Array.isArray(raw.tags) || !Array.isArray(raw.sessions) || !raw.actor) return null;
  const sessions = raw.sessions.map(normalSession);
  return {
    ...raw,
    sessions,
    students: raw.students || {},
    places: raw.places || [],
    slots: raw.slots || {},
    tag_students: raw.tag_students || [],
    namesakes: raw.namesakes || {},
    indexOf: new Map(raw.tags.map((tag, index) => [tag, index])),
    revokedTags: new Set(raw.revoked || []),
    cardOf: cardsInUse(raw),
    sessionOf: new Map(sessions.map((session) => [session.id, session])),
  };
}

/** Student → index of a card in use. */
function cardsInUse(raw) {
  const revoked = new Set(raw.revoked || []);
  const cards = new Map();
  (raw.tag_students || []).forEach((student, index) => { if (student && !revoked.has(index)) cards.set(student, index); });
  return cards;
}

function normalSession(session) {
  return { ...session, expected: session.expected || [], on_leave: session.on_leave || [],
    keeps: session.keeps || [], base: session.base || {} };
}

/** Whether the server said that this pack should no longer be used at `now` (ms, school's time). */
export function isExpired(pack, now) {
  return Boolean(pack && pack.expires_at && now > pack.expires_at);
}

/** A child as far as this teacher may know them; null when only the card is known. */
export function studentOf(pack, id) {
  const student = id ? pack.students[id] : null;
  return student ? { id: Number(id), ...student } : null;
}

/**
 * Ask the server for the pack.
 * @param {{request: typeof fetch, etag: string|null, timeout: number}} how `timeout` in ms
 * @returns {Promise<{status: "new"|"same"|"sign_in"|"not_allowed"|"failed", raw?: object, etag?: string}>}
 */
export async function fetchPack({ request, etag, timeout = 20000 }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  try {
    const headers = etag ? { "If-None-Match": etag } : {};
    const response = await request("/api/checkin/pack", { headers, credentials: "same-origin", signal: stop.signal });
    if (response.status === 401) return { status: "sign_in" };
    if (response.status === 403) return { status: "not_allowed" };
    if (response.status === 304) return { status: "same" };
    if (!response.ok) return { status: "failed" };
    const raw = await response.json();
    if (!indexPack(raw)) return { status: "failed" };
    return { status: "new", raw, etag: response.headers.get("ETag") };
  } catch {
    return { status: "failed" };
  } finally {
    clearTimeout(timer);
  }
}
