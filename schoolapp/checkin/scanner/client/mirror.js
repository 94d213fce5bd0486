/**
 * A number that other pages may read at once, without opening the database: how many facts this phone still holds.
 * `/me` asks it before signing out. A convenience only; the truth is in IndexedDB.
 */

const UNSENT = "schoolapp.unsent";
const UNSENT_WORKS = "schoolapp.unsent.works";
const ACTOR = "schoolapp.actor";

/** Facts of all actors that wait on this phone. */
export function unsentCount(storage = globalThis.localStorage) {
  return Number(read(storage, UNSENT)) || 0;
}

export function rememberUnsent(count, storage = globalThis.localStorage) {
  write(storage, UNSENT, count ? String(count) : null);
}

/** Works that wait on this phone, or were refused and need a person. */
export function rememberUnsentWorks(count, storage = globalThis.localStorage) {
  write(storage, UNSENT_WORKS, count ? String(count) : null);
}

export function unsentWorks(storage = globalThis.localStorage) {
  return Number(read(storage, UNSENT_WORKS)) || 0;
}

/** Account whose pack opens when there is no network; forgotten at sign-out, so that nobody else sees it. */
export function lastActor(storage = globalThis.localStorage) {
  return Number(read(storage, ACTOR)) || 0;
}

export function rememberActor(actor, storage = globalThis.localStorage) {
  write(storage, ACTOR, actor ? String(actor) : null);
}

function read(storage, key) {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null; // Some browsers forbid storage in private windows.
  }
}

function write(storage, key, value) {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, value);
  } catch {
    // The mirror is missing then, and /me simply does not warn.
  }
}
