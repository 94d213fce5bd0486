// What a phone forgets at sign-out: the names of children. Facts that were not sent stay, and leave at the next
// sign-in of whoever recorded them. The scanner keeps both in IndexedDB (checkin/scanner/client/store.js).
const DATABASE = "schoolapp-scan";
/** Works that were photographed, with their pictures (works/capture/client/store.js). */
const WORKS = "schoolapp-works";

/** Forget the lists, the names in what is kept of the day, and works that the school has. Never fails: signing out must not hang on it. */
export async function forgetNames(name = DATABASE, works = WORKS) {
  await changed(name, ["packs", "records"], (store) => {
    store("packs").clear();
    withoutNames(store("records"));
  });
  await changed(works, ["works"], (store) => withoutWorks(store("works")));
}

async function changed(name, stores, work) {
  try {
    const db = await opened(name);
    if (!db) return;
    const change = db.transaction(stores, "readwrite");
    work((store) => change.objectStore(store));
    await new Promise((done, failed) => { change.oncomplete = done; change.onabort = failed; });
    db.close();
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** What was not sent stays, without the children's names: their numbers or cards are enough to send it. */
function withoutWorks(works) {
  works.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (cursor.value.sent === 1) cursor.delete();
    else cursor.update({ ...cursor.value, makers: cursor.value.makers.map((maker) => ({ ...maker, name: "" })) });
    cursor.continue();
  };
}

/** The scanner's database; null where no scanner was ever opened: asking must not make an empty one. */
function opened(name) {
  return new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = (event) => { event.preventDefault(); done(null); };
  });
}

/** The server knows whom a record is about by its number or its card. */
function withoutNames(records) {
  records.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (cursor.value.student) cursor.update({ ...cursor.value, student: null });
    cursor.continue();
  };
}
