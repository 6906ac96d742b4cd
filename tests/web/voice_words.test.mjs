import assert from "node:assert/strict";
import { test } from "node:test";
import { allUsual, isKnown, levelWord, paceWord } from "../../web/js/lib/voice.js";

const voice = (db, known = 1) => ({
  speaking: true,
  level_over_baseline_db: db,
  pace_over_usual_percent: 0,
  usual_known: known,
});

test("loudness in words follows the meter's band and step", () => {
  assert.deepEqual([-3, -2.9, 2.9, 3, 6.4, 6.5, null].map(levelWord), [
    "quieter",
    "usual",
    "usual",
    "louder",
    "louder",
    "much_louder",
    "unknown",
  ]);
});

test("pace in words", () => {
  assert.deepEqual([-30, -12, 0, 12, 30, null].map(paceWord), [
    "slower",
    "bit_slower",
    "usual",
    "bit_faster",
    "faster",
    "unknown",
  ]);
});

test("a voice without a usual is held against nothing", () => {
  assert.equal(isKnown(voice(null, 0.1)), false);
  assert.equal(isKnown(voice(null, 0.4)), true);
  assert.equal(isKnown(null), false);
  assert.equal(allUsual([voice(0), voice(null, 0.1)]), false);
  assert.equal(allUsual([voice(0), voice(-1)]), true);
  assert.equal(allUsual([voice(0), voice(7)]), false);
});
