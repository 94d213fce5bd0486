import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { isCode, tagOf } from "../../schoolapp/checkin/scanner/client/codes.js";
import { indexPack } from "../../schoolapp/checkin/scanner/client/pack.js";
import { decide, lookOf } from "../../schoolapp/checkin/scanner/client/rules.js";

const CASES = JSON.parse(readFileSync(new URL("../cases/verdicts.json", import.meta.url)));
const PACK = indexPack(CASES.pack);

function eventOf(row) {
  const { kind, session_id, at, student_id } = row;
  if (kind === "mark") return { kind, session_id, at, student_id };
  return { kind, session_id, at, tag: isCode(row.code) ? tagOf(CASES.pack.salt, row.code) : null };
}

for (const row of CASES.verdicts) {
  test(`verdict: ${row.name}`, () => {
    const counted = row.counted.map((index) => ({ student_id: PACK.tag_students[index], tag: PACK.tags[index] }));
    const result = decide(PACK, eventOf(row), counted);
    assert.equal(result.verdict, row.verdict);
    assert.deepEqual(result.place, row.place === null ? null : PACK.places[row.place]);
    assert.equal(result.alert, row.alert);
  });
}

test("the table is as long as was asked for", () => assert.ok(CASES.verdicts.length >= 40));

test("a child without a card is found on the list", () => {
  const bare = indexPack({ ...CASES.pack, tags: [], tag_students: [], revoked: [] });
  const at = PACK.sessionOf.get(101).starts_at;
  assert.equal(decide(bare, { kind: "mark", student_id: 1, session_id: 101, at }, []).verdict, "on_time");
  assert.equal(decide(bare, { kind: "mark", student_id: 3, session_id: 101, at }, []).verdict, "on_leave");
  assert.equal(decide(bare, { kind: "mark", student_id: 8, session_id: 101, at }, []).verdict, "not_enrolled");
});

test("already here looks like success, not like a refusal; what is unheard of is refused", () => {
  assert.equal(lookOf("already_here"), "calm");
  assert.equal(lookOf("something new"), "refuse");
});
