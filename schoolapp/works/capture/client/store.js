/**
 * Where works outlive a closed tab: an IndexedDB of their own. A work and its picture are on disk in one transaction before
 * the shutter counts. Pictures are kept as bytes: Safari loses blobs. Without IndexedDB memory stands in, `lasting` says so.
 */

import { openDB } from "idb";

const NAME = "schoolapp-works";

/** The phone's memory is full: nothing was kept. */
export class StoreFull extends Error {}

/** @returns {Promise<object>} the store; never throws */
export async function openStore(name = NAME) {
  try {
    return lastingStore(await openDB(name, 1, { upgrade, blocking: (_old, _new, event) => event.target.close() }));
  } catch {
    return memoryStore();
  }
}

function upgrade(db) {
  db.createObjectStore("works", { keyPath: "id" }).createIndex("sent", "sent");
  db.createObjectStore("pictures", { keyPath: "id" });
}

function lastingStore(db) {
  async function write(names, work) {
    const change = db.transaction(names, "readwrite", { durability: "strict" });
    try {
      await Promise.all([...work((name) => change.objectStore(name)), change.done]);
    } catch (error) {
      throw isFull(error) || isFull(change.error) ? new StoreFull() : error;
    }
  }
  return {
    lasting: true,
    /** A new work, its picture and its film, all or nothing. */
    add: (record, picture, film) => write(["works", "pictures"], (store) => [
      store("works").put(record), store("pictures").put(picture), ...(film ? [store("pictures").put({ ...film, id: filmKey(picture.id) })] : []),
    ]),
    put: (record) => write(["works"], (store) => [store("works").put(record)]),
    /** Read, changed and written in one transaction: a person's change and the school's answer do not undo each other. */
    update: async (id, change) => {
      let after = null;
      const turn = async (works) => {
        const before = await works.get(id);
        if (before) await works.put((after = change(before)));
      };
      await write(["works"], (store) => [turn(store("works"))]);
      return after;
    },
    get: (id) => db.get("works", id),
    all: () => db.getAll("works"),
    waiting: () => db.getAllFromIndex("works", "sent", 0),
    picture: (photoId) => db.get("pictures", photoId),
    film: (photoId) => db.get("pictures", filmKey(photoId)),
    /** Away with the picture and its film. */
    dropPicture: (photoId) => write(["pictures"], (store) => bothOf(photoId).map((key) => store("pictures").delete(key))),
    remove: ({ id, photo_id }) => write(["works", "pictures"], (store) => [store("works").delete(id), ...bothOf(photo_id).map((key) => store("pictures").delete(key))]),
    close: () => db.close(),
  };
}

const filmKey = (photoId) => `${photoId} film`;
const bothOf = (photoId) => [photoId, filmKey(photoId)];
const isFull = (error) => error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";

/** The same for a browser that keeps nothing. */
export function memoryStore() {
  const works = new Map();
  const pictures = new Map();
  const copy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  return {
    lasting: false,
    add: async (record, picture, film) => {
      works.set(record.id, copy(record));
      pictures.set(picture.id, picture);
      if (film) pictures.set(filmKey(picture.id), film);
    },
    put: async (record) => { works.set(record.id, copy(record)); },
    update: async (id, change) => {
      if (!works.has(id)) return null;
      works.set(id, copy(change(copy(works.get(id)))));
      return copy(works.get(id));
    },
    get: async (id) => copy(works.get(id)),
    all: async () => [...works.values()].map(copy),
    waiting: async () => [...works.values()].filter(({ sent }) => sent === 0).map(copy),
    picture: async (photoId) => pictures.get(photoId),
    film: async (photoId) => pictures.get(filmKey(photoId)),
    dropPicture: async (photoId) => { bothOf(photoId).forEach((key) => pictures.delete(key)); },
    remove: async ({ id, photo_id }) => { works.delete(id); bothOf(photo_id).forEach((key) => pictures.delete(key)); },
    close: () => {},
  };
}
