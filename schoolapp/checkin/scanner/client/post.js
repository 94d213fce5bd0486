/** The one place that talks to /api/checkin/events: plain HTTP, an answer or a status, never an exception. */

import { GIVE_UP_MS, SLOW_MS } from "./queue.js";

/** @returns {(body: object, onSlow: () => void) => Promise<{status: number, body?: object}>} status 0 = no answer */
export function createPost(request = globalThis.fetch.bind(globalThis)) {
  return async (body, onSlow) => {
    const stop = new AbortController();
    const slow = setTimeout(onSlow, SLOW_MS);
    const end = setTimeout(() => stop.abort(), GIVE_UP_MS);
    try {
      const response = await request("/api/checkin/events", {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: stop.signal,
      });
      // A Wi-Fi log-in page answers 200 with HTML: without our JSON it counts as no answer.
      return { status: response.status, body: await response.json().catch(() => undefined) };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(slow);
      clearTimeout(end);
    }
  };
}

/** The roll that the server knows, so that a second phone shows what the first one recorded; null when it cannot be had. */
export async function fetchRoll(sessionId, request = globalThis.fetch.bind(globalThis)) {
  const stop = new AbortController();
  const end = setTimeout(() => stop.abort(), SLOW_MS);
  try {
    const response = await request(`/api/checkin/roll/${sessionId}`, { credentials: "same-origin", signal: stop.signal });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(end);
  }
}

/** End the login on this device; throws when the server did not do it. What waits here stays for its actor. */
export async function signOut(request = globalThis.fetch.bind(globalThis)) {
  const headers = { "Content-Type": "application/json" };
  const response = await request("/api/logout", { method: "POST", credentials: "same-origin", headers, body: "{}" });
  if (!response.ok) throw new Error(`sign-out: ${response.status}`);
}
