import assert from "node:assert/strict";
import test from "node:test";

import { countedWords, createWords, keptWords, seenWords } from "../../schoolapp/checkin/scanner/client/words.js";

const words = createWords({ kept_by: "{by} until {time} {place}", kept_here: "mine until {time}", seen_sent: "{time} from {room}",
  seen_found: "{time} in {room}", seen_found_somewhere: "{time} found" });
const at = Date.parse("2026-11-23T08:36:00Z"); // 16:36 at school

test("children of other classes are counted apart from those of the list", () => {
  const said = createWords({ here_n: "{n} here", guests_n: "{n} guests" });
  assert.deepEqual(countedWords({ here: [{}, {}], guests: [] }, said), ["2 here"]);
  assert.deepEqual(countedWords({ here: [{}, {}], guests: [{}] }, said), ["2 here", "1 guests"]);
});

test("who keeps a child, until when", () => {
  assert.equal(keptWords({ by: "周敏", until: at, place: "101" }, words), "周敏 until 16:36 101");
  assert.equal(keptWords({ by: null, until: at }, words), "mine until 16:36");
});

test("which door has seen a child; nothing is said of who was not seen", () => {
  assert.equal(seenWords({ kind: "sent", at, room: "301", title: "书法" }, words), "16:36 from 301");
  assert.equal(seenWords({ kind: "found", at, room: "" }, words), "16:36 found");
  assert.equal(seenWords(undefined, words), "");
});
