/**
 * The code on a card, as codes.py defines it: `KH`, twelve Crockford characters, two check characters.
 * Both run tests/cases/codes.json.
 */

import { sha256 } from "@noble/hashes/sha2.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LONGEST_INPUT = 64;
const LENGTH = 16;
const LOOK_ALIKES = { O: "0", I: "1", L: "1" };

/** The text as the card writes it; what is not a code stays whatever it is. Over 64 characters: "". */
export function normalise(text) {
  if ([...text].length > LONGEST_INPUT) return "";
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[a-z]/g, (character) => character.toUpperCase())
    .replace(/[ \-\t\r\n\u3000\u00a0]/g, "")
    .replace(/[OIL]/g, (character) => LOOK_ALIKES[character]);
}

/** True when the text, normalised, has the form of a card's code and its check characters are right. */
export function isCode(text) {
  const code = normalise(text);
  if (code.length !== LENGTH || !code.startsWith("KH")) return false;
  let plain = 0;
  let moment = 0;
  for (const character of code.slice(2)) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return false;
    plain ^= value;
    moment = double(moment) ^ value;
  }
  return plain === 0 && moment === 0;
}

/** Twice `value` in the field of 32 elements with x⁵ = x² + 1. */
function double(value) {
  return value & 16 ? (value << 1) ^ 0b100101 : value << 1;
}

/** Ten hex characters by which this phone recognises a card. By a library: crypto.subtle is missing on plain HTTP. */
export function tagOf(saltHex, code) {
  const text = normalise(code);
  const salt = Uint8Array.from(saltHex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const bytes = new Uint8Array(salt.length + text.length);
  bytes.set(salt);
  for (let i = 0; i < text.length; i += 1) bytes[salt.length + i] = text.charCodeAt(i) < 128 ? text.charCodeAt(i) : 63;
  return Array.from(sha256(bytes).subarray(0, 5), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
