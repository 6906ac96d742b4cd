import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveCall } from "../../web/js/live/call.js";
import { addToStrip, overlapRuns } from "../../web/js/live/strip.js";

const voice = (speaking, db) => ({ speaking, level_over_baseline_db: db, pace_over_usual_percent: 0, usual_known: 1 });
const levels = (at, more = {}) => ({
  type: "levels",
  at,
  call_id: "c",
  agent: voice(true, 1),
  customer: voice(false, 2),
  overlap: false,
  on_hold: false,
  score: 0.1,
  level: "calm",
  ...more,
});
const row = {
  card: {
    call_id: "c",
    agent: "A",
    team: "",
    language: "en",
    direction: "inbound",
    source: "test",
    started_at: "",
    words_from: "file",
  },
  at: 10,
  level: "calm",
  level_since: 0,
  trend: "steady",
  score: 0.1,
  shares: {},
  heat: [0.1],
  talk: [],
  agent_voice: null,
  customer_voice: null,
  on_hold: false,
  last_prompt: null,
  flags: [],
  faults: [],
  help_since: null,
};
const start = (more = {}) =>
  new LiveCall({
    row,
    utterances: [],
    heard: [],
    prompt: null,
    strip: [],
    levels: null,
    escalation: null,
    checklist: [],
    quiet: false,
    ...more,
  });

test("the checklist is drawn from the snapshot and kept up by events", () => {
  const item = (name, state) => ({ type: "checklist", at: 5, call_id: "c", item: name, state });
  const call = start({ checklist: [item("greet", "done"), item("ask_name", "missing")], quiet: true });
  assert.equal(call.quiet.value, true);
  call.receive(item("ask_name", "done"));
  assert.deepEqual(
    [...call.checklist.value.values()].map((each) => [each.item, each.state]),
    [
      ["greet", "done"],
      ["ask_name", "done"],
    ],
  );
});

test("a level change starts its clock anew, and the top is kept", () => {
  const call = start();
  call.receive(levels(12, { level: "raised", score: 0.7 }));
  call.receive(levels(15, { level: "raised", score: 0.7 }));
  assert.equal(call.levelSince.value, 12);
  call.receive(levels(30, { level: "watch", score: 0.4 }));
  assert.deepEqual([call.level.value, call.levelSince.value, call.topLevel.value], ["watch", 30, "raised"]);
});

test("a prompt is on show until it closes, and stays known as the last one", () => {
  const call = start();
  const prompt = {
    type: "prompt",
    at: 11,
    call_id: "c",
    id: "p",
    rule: "r",
    state: "shown",
    text: "Slow down.",
    urgency: "normal",
    receipt: { start: 9, end: 11 },
    reason: "",
    say: "",
  };
  call.receive(prompt);
  assert.equal(call.prompt.value?.id, "p");
  call.receive({ ...prompt, at: 14, state: "closed", reason: "mended" });
  assert.equal(call.prompt.value, null);
  assert.equal(call.lastPrompt.value?.reason, "mended");
});

test("a fault that ends is gone", () => {
  const call = start();
  const fault = { type: "fault", at: 11, call_id: "c", kind: "gap", channel: null, switches_off: "", state: "on" };
  call.receive(fault);
  assert.equal(call.faults.value.length, 1);
  call.receive({ ...fault, state: "off" });
  assert.equal(call.faults.value.length, 0);
});

test("the strip takes a step a second, silent where nothing came", () => {
  let step = addToStrip([], 0, levels(10.2), false);
  step = addToStrip(step.seconds, step.last, levels(10.7, { agent: voice(true, 4) }), false);
  step = addToStrip(step.seconds, step.last, levels(12.1, { overlap: true }), true);
  assert.deepEqual(step.seconds, [
    [4, null, false, false, false, true, false],
    [null, null, false, false, false, false, false],
    [1, null, true, false, true, true, false],
  ]);
  assert.deepEqual(overlapRuns(step.seconds, 60), { times: 1, longest: 1 });
});

test("a note for after the call is no prompt on show", () => {
  const call = start();
  const note = {
    type: "prompt",
    at: 90,
    call_id: "c",
    id: "n",
    rule: "tell_boss",
    state: "due",
    text: "Tell your supervisor plainly what happened.",
    urgency: "normal",
    receipt: { start: 0, end: 90 },
    reason: "",
    say: "",
    after_call: true,
  };
  call.receive(note);
  assert.equal(call.notes.value.length, 0);
  call.receive({ ...note, state: "shown" });
  assert.deepEqual([call.prompt.value, call.notes.value.map((each) => each.id)], [null, ["n"]]);
});

test("words are marked where they weigh on the level, or where a prompt quotes them", () => {
  const call = start();
  const heard = (start, heat) => ({ words: "words", channel: "customer", start, end: start + 1, rule: "r", heat });
  const cue = (each) => ({ type: "cue", at: 9, call_id: "c", id: "p", kind: "phrase", evidence: { heard: [each] } });
  call.receive(cue(heard(1, 0.4)));
  call.receive(cue(heard(3)));
  assert.deepEqual(
    call.heard.value.map((each) => each.start),
    [1],
  );
  call.receive({ type: "prompt", at: 9, call_id: "c", id: "q", state: "shown", receipt: { heard: [heard(5)] } });
  assert.deepEqual(
    call.heard.value.map((each) => each.start),
    [1, 5],
  );
});
