/* The service worker of one build. The plugin fills in the three constants below.
   - Every built file is stored under the build's own cache at install; unchanged ones are taken over from older caches.
   - The previous build's cache stays, because pages that are open still ask for its files.
   - A new worker takes over only while no scanner is open.
   - Pages: network first with a short wait, then the stored copy. Stored pages were rendered at build: nobody's data.
   - The API, media, print sheets and the socket are never touched. */
const BUILD = "__BUILD__";
const FILES = "__FILES__"; // address → revision
const PAGES = "__PAGES__"; // addresses that open without a network

const PREFIX = "schoolapp-";
const CACHE = PREFIX + BUILD;
const LIST = "/__files"; // in each cache: its FILES, to know what may be taken over
const PAGE_WAIT_MS = 2500;
const NOT_OURS = /^\/(api|media|print|join|_event|_upload|ping|openapi)(\/|$)/;
const KEPT_HEADERS = ["content-type", "content-security-policy", "permissions-policy", "referrer-policy", "x-content-type-options"];
const LOOSE = { ignoreVary: true, ignoreSearch: true }; // the server says "Vary: Accept-Encoding, Origin"

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(takeOverWhenQuiet));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over-when-quiet") event.waitUntil(takeOverWhenQuiet());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || NOT_OURS.test(url.pathname)) return;
  event.respondWith(event.request.mode === "navigate" ? page(event.request, url) : file(event.request, url));
});

/** Store every file of this build. What an interrupted attempt already stored is not fetched again. */
async function fill() {
  const cache = await caches.open(CACHE);
  const older = await olderCaches();
  const todo = Object.entries(FILES);
  const next = async () => {
    for (let item = todo.pop(); item; item = todo.pop()) {
      const [address, revision] = item;
      if (await cache.match(address, LOOSE)) continue;
      await cache.put(address, (await takenOver(older, address, revision)) || (await fetched(address)));
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  await cache.put(LIST, new Response(JSON.stringify(FILES)));
}

/** Caches of earlier builds with the list of what is in them, newest first. */
async function olderCaches() {
  const found = [];
  for (const name of (await caches.keys()).reverse()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (list) found.push({ cache, files: await list.json() });
  }
  return found;
}

async function takenOver(older, address, revision) {
  for (const { cache, files } of older) {
    if (files[address] === revision) return cache.match(address, LOOSE);
  }
  return undefined;
}

/** A fresh copy without the mark "redirected", which a navigation would refuse. */
async function fetched(address) {
  const response = await fetch(address, { cache: "no-cache", credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const headers = KEPT_HEADERS.filter((name) => response.headers.has(name)).map((name) => [name, response.headers.get(name)]);
  return new Response(await response.blob(), { headers });
}

/** This build's cache and the one before it stay. */
async function forgetOld() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  older.pop();
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function takeOverWhenQuiet() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const scanning = open.some((client) => /^\/(scan|kiosk)/.test(new URL(client.url).pathname));
  if (!scanning || !self.registration.active) await self.skipWaiting();
}

/** A built file: this build's copy, else an older build's (pages that are still open), else the network. */
async function file(request, url) {
  if (url.pathname in FILES) {
    const own = await (await caches.open(CACHE)).match(url.pathname, LOOSE);
    if (own) return own;
  }
  if (url.pathname.startsWith("/assets/")) {
    const kept = await caches.match(url.pathname, LOOSE);
    if (kept) return kept;
  }
  return fetch(request);
}

/** A page: the network's if it answers soon, else the stored one, else whatever the network still says. */
async function page(request, url) {
  const address = url.pathname.replace(/\/+$/, "") || "/";
  const stored = PAGES.includes(address) ? await (await caches.open(CACHE)).match(address, LOOSE) : undefined;
  const network = fetch(request).catch(() => null);
  const answer = stored ? await Promise.race([network, after(PAGE_WAIT_MS)]) : await network;
  if (answer && answer.status < 500) return answer;
  if (stored) return stored;
  if (answer) return answer;
  if (address === "/" && PAGES.includes("/today")) return Response.redirect("/today");
  return (await caches.match("/offline.html", LOOSE)) || Response.error();
}

function after(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null));
}
