/** Asking the server; every answer is either {data} or {message} that a person can read. */

export async function ask(address, body, words) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    const data = await answer.json().catch(() => ({}));
    return answer.ok ? { data } : { message: data.message || words("failed"), code: data.code, status: answer.status };
  } catch {
    return { message: words("offline"), status: 0 };
  }
}

/** Filters as they stand in the address, and back; empty ones are left out. */
export const KEYS = ["course", "grade", "homeroom", "term", "month", "q"];

export function filtersOf(search) {
  const params = new URLSearchParams(search);
  return Object.fromEntries(KEYS.flatMap((key) => (params.get(key) ? [[key, params.get(key)]] : [])));
}

export function queryOf(filters, after = "") {
  const params = new URLSearchParams();
  for (const key of KEYS) if (filters[key]) params.set(key, filters[key]);
  if (after) params.set("after", after);
  const text = params.toString();
  return text ? `?${text}` : "";
}

export function createWords(table) {
  return (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
