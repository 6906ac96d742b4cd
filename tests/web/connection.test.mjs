import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { delaySeconds } from "../../web/js/lib/backoff.js";

class FakeSocket {
  static OPEN = 1;
  static all = [];
  readyState = 1;
  sent = [];
  constructor(url) {
    this.url = String(url);
    FakeSocket.all.push(this);
  }
  send(text) {
    this.sent.push(text);
  }
  close() {}
}
globalThis.WebSocket = FakeSocket;
globalThis.location = { href: "http://localhost:8710/agent" };
globalThis.document = { addEventListener() {}, removeEventListener() {}, visibilityState: "visible" };
globalThis.addEventListener = globalThis.removeEventListener = () => {};
const { Connection } = await import("../../web/js/lib/connection.js");

beforeEach(() => {
  FakeSocket.all = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("waits double up to fifteen seconds", () => {
  assert.deepEqual(
    [0, 1, 2, 3, 20].map((attempt) => delaySeconds(attempt, () => 0.5)),
    [0.5, 1, 2, 4, 15],
  );
  assert.ok(delaySeconds(0, () => 0) > 0.39 && delaySeconds(0, () => 0.99) < 0.6);
});

test("it is live with the first message, and lost since the first close", () => {
  const heard = [];
  const link = new Connection("/ws/floor", (message) => heard.push(message)).start();
  const [first] = FakeSocket.all;
  assert.equal(first.url, "ws://localhost:8710/ws/floor");
  first.onmessage({ data: '{"type":"floor_snapshot"}' });
  assert.equal(link.state.value.phase, "live");
  assert.equal(heard.length, 1);
  first.onclose({ code: 1006 });
  const { since } = link.state.value;
  mock.timers.tick(1000);
  FakeSocket.all[1].onclose({ code: 1006 });
  assert.equal(link.state.value.phase, "lost");
  assert.equal(link.state.value.since, since);
  mock.timers.tick(3000);
  FakeSocket.all[2].onmessage({ data: "{}" });
  assert.equal(link.state.value.phase, "live");
  link.stop();
});

test("a page that was too slow comes back at once", () => {
  const link = new Connection("/ws/floor", () => {}).start();
  FakeSocket.all[0].onmessage({ data: "{}" });
  FakeSocket.all[0].onclose({ code: 1013 });
  mock.timers.tick(100);
  assert.equal(FakeSocket.all.length, 2);
  link.stop();
});

test("nothing is sent while it is not live", () => {
  const link = new Connection("/ws/agent/x", () => {}).start();
  assert.equal(link.send({ type: "help", call_id: "c" }), false);
  FakeSocket.all[0].onmessage({ data: "{}" });
  assert.equal(link.send({ type: "help", call_id: "c" }), true);
  assert.deepEqual(FakeSocket.all[0].sent, ['{"type":"help","call_id":"c"}']);
  link.stop();
});
