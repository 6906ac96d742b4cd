import assert from "node:assert/strict";
import { test } from "node:test";
import { Order, byNeed } from "../../web/js/lib/order.js";

const row = (id, level, score = 0, help = null) => ({ card: { call_id: id }, level, score, help_since: help });
const ids = (rows) => rows.map((each) => each.card.call_id);

test("help comes first, then the level, then the score", () => {
  const rows = [
    row("a", "calm", 0.1),
    row("b", "escalated", 0.8),
    row("c", "raised", 0.7),
    row("d", "raised", 0.75),
    row("e", "calm", 0, 12),
  ];
  assert.deepEqual(ids(rows.sort(byNeed)), ["e", "b", "d", "c", "a"]);
});

test("the order changes at most once in five seconds", () => {
  const order = new Order();
  order.update([row("a", "calm"), row("b", "watch", 0.4)], 0, false);
  assert.deepEqual(order.ids, ["b", "a"]);
  const turned = [row("a", "raised", 0.7), row("b", "watch", 0.4)];
  assert.equal(order.update(turned, 4, false), false);
  assert.equal(order.update(turned, 5, false), true);
  assert.deepEqual(order.ids, ["a", "b"]);
});

test("nothing moves under the pointer; new calls wait at the end and ended ones leave", () => {
  const order = new Order();
  order.update([row("a", "calm"), row("b", "calm")], 0, false);
  order.update([row("b", "calm"), row("c", "escalated", 0.9)], 60, true);
  assert.deepEqual(order.ids, ["b", "c"]);
  order.update([row("b", "calm"), row("c", "escalated", 0.9)], 61, false);
  assert.deepEqual(order.ids, ["c", "b"]);
});
