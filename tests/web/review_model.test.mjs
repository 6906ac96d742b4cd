import assert from "node:assert/strict";
import { test } from "node:test";
import { axisTicks, gather, neighbour } from "../../web/js/lib/marks.js";
import { silences, skipTo } from "../../web/js/lib/silence.js";
import { bothSpeaking, modelOf } from "../../web/js/review/model.js";

const call = { call_id: "c", seconds: 60, flags: [] };
const prompt = (at, state, reason) => ({
  type: "prompt",
  at,
  call_id: "c",
  id: "p",
  rule: "slow_down",
  state,
  text: "Slow down.",
  urgency: "normal",
  receipt: { start: 8, end: 10 },
  reason,
  say: "",
});

test("a prompt's states make one story", () => {
  const { prompts } = modelOf({
    call,
    events: [prompt(10, "due", "6.4 syll/s"), prompt(10.5, "shown", "6.4 syll/s"), prompt(14, "closed", "mended")],
  });
  assert.equal(prompts.length, 1);
  assert.deepEqual(
    [prompts[0].shown, prompts[0].closed, prompts[0].why, prompts[0].reason],
    [10.5, 14, "mended", "6.4 syll/s"],
  );
});

test("a withheld prompt was never shown", () => {
  const { prompts } = modelOf({ call, events: [prompt(10, "due", "x"), prompt(10, "withheld", "shown 5 s ago")] });
  assert.deepEqual([prompts[0].shown, prompts[0].why], [null, "shown 5 s ago"]);
});

test("a call that broke off while on hold is on hold to its end", () => {
  assert.deepEqual(
    modelOf({ call, events: [{ type: "hold", at: 40, call_id: "c", state: "on", how: "notice" }] }).holds,
    [{ start: 40, end: 60 }],
  );
});

test("words of a second hearing are read in place of the live ones, and the other way round", () => {
  const utterance = (text, start) => ({
    type: "utterance",
    at: start + 1,
    call_id: "c",
    channel: "agent",
    start,
    end: start + 1,
    text,
    words: [],
    final: true,
  });
  const read = (detail, words) =>
    modelOf({ call, events: [utterance("hello deer", 1)], ...detail }, words).turns.map((turn) =>
      turn.tokens.map((token) => token.text).join(" "),
    );
  const heard = { second_pass: { words_from: "vosk big", because: "", utterances: [utterance("hello dear", 1)] } };
  assert.deepEqual(read(heard, "second"), ["Hello dear"]);
  assert.deepEqual(read(heard, "live"), ["Hello deer"]);
  const failed = { second_pass: { words_from: "vosk big", because: "no recording", utterances: [] } };
  assert.deepEqual(read(failed, "second"), ["Hello deer"]);
  assert.deepEqual(read({ second_pass: null }, "second"), ["Hello deer"]);
});

test("both speak where speech of the two sides lies over each other", () => {
  const speech = (channel, start, end) => ({ channel, start, end });
  assert.deepEqual(bothSpeaking([speech("agent", 0, 5), speech("customer", 4, 8), speech("customer", 4.95, 5)]), [
    { start: 4, end: 5 },
  ]);
});

test("markers too near to point at become one", () => {
  const groups = gather([{ at: 10 }, { at: 10.5 }, { at: 30 }], 600, 60);
  assert.deepEqual(
    groups.map((each) => each.marks.length),
    [2, 1],
  );
  assert.equal(neighbour([{ at: 10 }, { at: 30 }], 10, 1)?.at, 30);
  assert.equal(neighbour([{ at: 10 }, { at: 30 }], 10, -1), undefined);
});

test("the axis has round steps", () => {
  assert.deepEqual(axisTicks(576, 7), [0, 120, 240, 360, 480]);
});

test("only silence worth skipping is skipped, and speech keeps a lead", () => {
  const found = silences(
    [
      { start: 1, end: 4 },
      { start: 4.5, end: 6 },
      { start: 20, end: 30 },
    ],
    30,
  );
  assert.deepEqual(found, [{ start: 6, end: 20 }]);
  assert.equal(skipTo(found, 10), 19.75);
  assert.equal(skipTo(found, 4.2), null);
});
