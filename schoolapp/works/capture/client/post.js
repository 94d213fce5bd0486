/** The one place that talks to /api/photos, /api/films and /api/works: an answer or a status, never an exception. */

import { asParameter } from "./recipe.js";

/** A picture of half a megabyte on a weak Wi-Fi; without any progress for this long it is given up and tried again. */
const SILENT_MS = 30000;

/** A film that has arrived is made anew by the school, one after the other; its answer takes as long. */
const MAKING_MS = 300000;

/** The picture. @returns {Promise<{status: number, body?: object}>} status 0 = no answer */
export function sendPhoto({ id, bytes, type, edit }, onProgress, Request = globalThis.XMLHttpRequest) {
  return sendBytes({ method: "POST", address: `/api/photos?id=${id}${asParameter(edit)}`, bytes, type, patience: SILENT_MS }, onProgress, Request);
}

/** The film to a picture that the school has. @returns {Promise<{status: number, body?: object}>} status 0 = no answer */
export function sendFilm({ id, bytes, type }, onProgress, Request = globalThis.XMLHttpRequest) {
  return sendBytes({ method: "PUT", address: `/api/films/${id}`, bytes, type, patience: MAKING_MS }, onProgress, Request);
}

/** With progress: fetch tells nothing of what has left. `patience`: how long the answer may take once all has left. */
function sendBytes({ method, address, bytes, type, patience }, onProgress, Request) {
  return new Promise((resolve) => {
    const request = new Request();
    let timer = 0;
    const give = (status, body) => { clearTimeout(timer); resolve({ status, body }); };
    const alive = (wait = SILENT_MS) => { clearTimeout(timer); timer = setTimeout(() => { request.abort(); give(0); }, wait); };
    request.open(method, address);
    request.setRequestHeader("Content-Type", type);
    request.upload.onprogress = ({ loaded, total }) => { alive(loaded === total ? patience : SILENT_MS); onProgress(total ? loaded / total : 0); };
    request.onload = () => give(request.status, parsed(request.responseText));
    request.onerror = () => give(0);
    request.onabort = () => give(0);
    alive();
    request.send(bytes);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A Wi-Fi log-in page answers 200 with HTML: without our JSON it counts as no answer.
  }
}

/** A work as the school has it; null when it cannot be had. */
export async function fetchWork(id, request = (...args) => globalThis.fetch(...args)) {
  const { status, body } = await sendJson("GET", `/api/works/${id}`, undefined, request);
  return status === 200 && body?.uuid ? body : null;
}

/** @returns {Promise<{status: number, body?: object}>} */
export async function sendJson(method, address, body, request = (...args) => globalThis.fetch(...args)) {
  const stop = new AbortController();
  const end = setTimeout(() => stop.abort(), SILENT_MS);
  try {
    const options = { method, credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: stop.signal };
    const response = await request(address, options);
    return { status: response.status, body: await response.json().catch(() => undefined) };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(end);
  }
}
