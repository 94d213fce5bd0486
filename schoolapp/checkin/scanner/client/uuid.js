/**
 * A UUID version 7: 48 bits of time, then chance. The phone gives it to a fact the moment it sees it.
 * Works on plain HTTP too, where crypto.randomUUID and crypto.subtle are missing.
 */
export function uuid7(now = Date.now(), random = randomBytes) {
  const bytes = random(16);
  for (let i = 5, rest = now; i >= 0; i -= 1, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function randomBytes(length) {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
