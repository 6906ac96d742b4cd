import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, day, humanise, languageName, moment, number } from "../../web/js/lib/format.js";

test("seconds read as a clock", () => {
  assert.deepEqual([0, 7.9, 462, 3723].map(clock), ["0:00", "0:07", "7:42", "1:02:03"]);
  assert.equal(moment(312.44), "5:12.4");
});

test("quantities keep one decimal where it says something", () => {
  assert.deepEqual([6.44, 12.3, -2.5, 2].map(number), ["6.4", "12", "−2.5", "2"]);
});

test("days are said as people say them", () => {
  const words = { today: "today", yesterday: "yesterday" };
  const now = new Date(2026, 10, 24, 0, 30);
  assert.equal(day(new Date(2026, 10, 24, 0, 5), now, words), "today");
  assert.equal(day(new Date(2026, 10, 23, 23, 59), now, words), "yesterday");
  assert.equal(day(new Date(2026, 10, 21, 9), now, words), "21 Nov");
});

test("unknown names and languages stay readable", () => {
  assert.equal(humanise("new_kind"), "New kind");
  assert.equal(languageName("hu"), "Hungarian");
  assert.equal(languageName("not a code"), "not a code");
});
