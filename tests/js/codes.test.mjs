import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { isCode, normalise, tagOf } from "../../schoolapp/checkin/scanner/client/codes.js";

const CASES = JSON.parse(readFileSync(new URL("../cases/codes.json", import.meta.url)));

for (const { code, tag } of CASES.made) {
  test(`${code} is a code and has its tag`, () => {
    assert.equal(isCode(code), true);
    assert.equal(tagOf(CASES.salt, code), tag);
  });
}

for (const { why, text, normal, is_code } of CASES.read) {
  test(`read: ${why}`, () => {
    assert.equal(normalise(text), normal);
    assert.equal(isCode(text), is_code);
  });
}
