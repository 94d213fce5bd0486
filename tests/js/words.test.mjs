import assert from "node:assert/strict";
import test from "node:test";

import { createWords, keptWords, seenWords } from "../../schoolapp/checkin/scanner/client/words.js";

const words = createWords({ kept_by: "{by} until {time} {place}", kept_here: "mine until {time}", seen_sent: "{time} from {room}",
  seen_found: "{time} in {room}", seen_found_somewhere: "{time} found" });
const at = Date.parse("2026-11-23T08:36:00Z"); // 16:36 at school

test("who keeps a child, until when", () => {
  assert.equal(keptWords({ by: "周敏", until: at, place: "101" }, words), "周敏 until 16:36 101");
  assert.equal(keptWords({ by: null, until: at }, words), "mine until 16:36");
});

test("which door has seen a child; nothing is said of who was not seen", () => {
  assert.equal(seenWords({ kind: "sent", at, room: "301", title: "书法" }, words), "16:36 from 301");
  assert.equal(seenWords({ kind: "found", at, room: "" }, words), "16:36 found");
  assert.equal(seenWords(undefined, words), "");
});
