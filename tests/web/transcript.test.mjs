import assert from "node:assert/strict";
import { test } from "node:test";
import { bothTalking, turnsOf } from "../../web/js/lib/typeset.js";
import { wordsAt } from "../../web/js/lib/words_at.js";
import { withUtterance } from "../../web/js/live/utterances.js";

const word = (text, start, end) => ({ text, start, end, confidence: 1 });
const said = (channel, words, final = true) => ({
  type: "utterance",
  channel,
  start: words[0].start,
  end: words.at(-1).end,
  text: words.map((each) => each.text).join(" "),
  words,
  final,
  stable: final ? words.length : 0,
});
const plain = (turn) => turn.tokens.map((token) => (token.kind === "word" ? token.text : token.kind)).join(" ");

test("a pause is a dot, the first letter a capital, and no other mark is invented", () => {
  const [turn] = turnsOf([said("agent", [word("yes", 0, 0.3), word("i", 0.35, 0.4), word("see", 1, 1.2)])], [], []);
  assert.equal(plain(turn), "Yes i gap see");
});

test("talking at once is hatched in both lines", () => {
  const lines = [said("agent", [word("it", 0, 0.5), word("says", 0.5, 1.2)]), said("customer", [word("no", 0.9, 1.4)])];
  const both = bothTalking(lines);
  assert.equal(both.length, 1);
  assert.equal(both[0].channel, "customer");
  assert.deepEqual(turnsOf(lines, [], both).map(plain), ["It says cut", "cut No"]);
});

test("matched words are told by channel and time", () => {
  const lines = [said("customer", [word("third", 1, 1.3), word("time", 1.3, 1.6), word("now", 1.7, 1.9)])];
  const heard = [{ words: "third time", channel: "customer", start: 1, end: 1.6, rule: "repeated_complaint", heat: 0.4 }];
  assert.deepEqual(
    turnsOf(lines, heard, [])[0].tokens.map((token) => token.heard),
    ["lifts", "lifts", ""],
  );
  assert.ok(turnsOf(lines, [{ ...heard[0], channel: "agent" }], [])[0].tokens.every((token) => !token.heard));
});

test("what lifts the level is told from what cools the call and from what a prompt only quotes", () => {
  const lines = [
    said("agent", [word("sorry", 1, 1.3), word("calm", 2, 2.2), word("down", 2.2, 2.5), word("smith", 3, 3.4)]),
  ];
  const heard = [
    { words: "sorry", channel: "agent", start: 1, end: 1.3, rule: "apology", heat: -0.25 },
    { words: "calm down", channel: "agent", start: 2, end: 2.5, rule: "dismissal", heat: 0.15 },
    { words: "smith", channel: "agent", start: 3, end: 3.4, rule: "use_name" },
  ];
  const words = turnsOf(lines, heard, [])[0].tokens.filter((token) => token.kind === "word");
  assert.deepEqual(
    words.map((token) => token.heard),
    ["helps", "lifts", "lifts", "quoted"],
  );
});

test("words that may still change are told from those that no longer do", () => {
  const partial = { ...said("agent", [word("calm", 0, 0.3), word("town", 0.3, 0.6)], false), stable: 1 };
  const parts = (utterance) => turnsOf([utterance], [], [])[0].tokens.map((token) => token.part);
  assert.deepEqual(parts(partial), [false, true]);
  assert.deepEqual(parts({ ...partial, final: true }), [false, false]);
});

test("words that are read as one are one, and sure only when all of them are", () => {
  const words = [word("room", 0, 0.3), word("twenty", 0.4, 0.8), word("five", 0.8, 1.1), word("please", 1.1, 1.5)];
  const joined = [{ first: 1, count: 2, text: "25" }];
  const [turn] = turnsOf([{ ...said("agent", words, false), stable: 2, joined }], [], []);
  assert.equal(plain(turn), "Room 25 please");
  assert.deepEqual(
    turn.tokens.map(({ start, end, part }) => [start, end, part]),
    [
      [0, 0.3, false],
      [0.4, 1.1, true],
      [1.1, 1.5, true],
    ],
  );
});

test("a later utterance replaces the partial one it grew from", () => {
  const partial = said("agent", [word("good", 0, 0.3)], false);
  const final = said("agent", [word("good", 0, 0.3), word("day", 0.3, 0.6)]);
  assert.deepEqual(withUtterance(withUtterance([], partial), final), [final]);
  assert.deepEqual(withUtterance([final], partial), [final]);
});

test("the word of a moment is found, of both sides at once", () => {
  const words = [word("a", 0, 1), word("b", 0.5, 1.2), word("c", 3, 3.4)];
  assert.deepEqual(wordsAt(words, 0.7), [0, 1]);
  assert.deepEqual(wordsAt(words, 2), []);
  assert.deepEqual(wordsAt(words, 3.45), [2]);
});
