// What a phone forgets at sign-out: the names of children. Facts that were not sent stay, and leave at the next
// sign-in of whoever recorded them. The scanner keeps both in IndexedDB (checkin/scanner/client/store.js).
const DATABASE = "schoolapp-scan";

/** Forget the lists, and the names in what is kept of the day. Never fails: signing out must not hang on it. */
export async function forgetNames(name = DATABASE) {
  try {
    const db = await opened(name);
    if (!db) return;
    const change = db.transaction(["packs", "records"], "readwrite");
    change.objectStore("packs").clear();
    withoutNames(change.objectStore("records"));
    await new Promise((done, failed) => { change.oncomplete = done; change.onabort = failed; });
    db.close();
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
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
