import assert from "node:assert/strict";
import { test } from "node:test";
import { receiptRows } from "../../web/js/lib/receipt.js";

const text = (row) => [row.term, row.main, row.rest].filter(Boolean).join(" | ");

test("a measure names its usual and its limit", () => {
  const rows = receiptRows({
    start: 79,
    end: 83,
    measures: [{ name: "speech_rate", value: 6.4, unit: "syll/s", usual: 4.6, limit: 5.8 }],
  });
  assert.deepEqual(rows.map(text), [
    "Pace | 6.4 syllables a second | usual 4.6, limit 5.8",
    "When | 1:19.0 to 1:23.0, 4 s",
  ]);
});

test("levels are told as a distance from the usual, once", () => {
  const measures = [
    { name: "level_over_usual", value: 7, unit: "dB" },
    { name: "level", value: -19, unit: "dBFS", usual: -26 },
  ];
  assert.deepEqual(receiptRows({ start: 1, end: 1, measures }).map(text), [
    "Loudness | 7 dB over usual | −19 dBFS, usual −26",
  ]);
  assert.deepEqual(receiptRows({ start: 1, end: 1, measures: [measures[0]] }).map(text), [
    "Loudness | 7 dB over usual",
  ]);
});

test("words said twice are one row with both moments", () => {
  const heard = [26.2, 29.2].map((start) => ({
    words: "third time",
    channel: "customer",
    start,
    end: start + 1,
    rule: "repeated_complaint",
  }));
  assert.deepEqual(receiptRows({ start: 1, end: 1, heard }).map(text), [
    "Heard | “third time” | Customer, at 0:26.2, 0:29.2: a complaint repeated",
  ]);
});

test("a measure of a later version is still shown", () => {
  assert.deepEqual(
    receiptRows({ start: 1, end: 1, measures: [{ name: "new_measure", value: 2, unit: "x" }] }).map(text),
    ["New measure | 2 x"],
  );
});
