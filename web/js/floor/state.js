/** What the floor knows: every live call, their order, the filter, and the call that is open. */

/** @import { FloorRow, Level, ServerMessage, ServiceState } from "../messages.js" */

import { batch, computed, signal } from "@preact/signals";
import { Connection } from "../lib/connection.js";
import { Order } from "../lib/order.js";

const REORDER_MS = 500;
/** Rows come twice a second a call; drawn together, fifty calls cost no more than a few. */
const DRAW_MS = 250;

export class FloorState {
  service = signal(/** @type {ServiceState | null} */ (null));
  /** By call; null until the first snapshot. */
  rows = signal(/** @type {Map<string, FloorRow> | null} */ (null));
  /** Calls that ended while their row was pointed at: it stays, greyed, until the pointer goes. */
  over = signal(/** @type {Set<string>} */ (new Set()));
  order = signal(/** @type {string[]} */ ([]));
  search = signal("");
  only = signal(/** @type {Level | ""} */ (""));
  /** The call in the drawer. */
  open = signal("");
  /** The row that has, or had last, the focus. */
  focused = signal("");
  pointed = false;
  hasFocus = false;
  #order = new Order();
  /** @type {Map<string, FloorRow>} */
  #fresh = new Map();
  #drawing = 0;

  /** Rows as shown: in order and through the filter. */
  shown = computed(() => {
    const words = this.search.value.trim().toLocaleLowerCase();
    return this.order.value
      .flatMap((id) => this.rows.value?.get(id) ?? [])
      .filter(
        (row) =>
          (!this.only.value || row.level === this.only.value) &&
          (!words || `${row.card.agent} ${row.card.team}`.toLocaleLowerCase().includes(words)),
      );
  });
  live = computed(() => [...(this.rows.value?.values() ?? [])].filter((row) => !this.over.value.has(row.card.call_id)));
  asking = computed(() =>
    this.live.value
      .filter((row) => row.help_since !== null)
      .sort((a, b) => a.at - (a.help_since ?? 0) - (b.at - (b.help_since ?? 0))),
  );

  constructor() {
    this.link = new Connection("/ws/floor", (message) => this.receive(message));
  }

  start() {
    this.link.start();
    setInterval(() => this.reorder(), REORDER_MS);
  }

  /** @param {ServerMessage} message */
  receive(message) {
    batch(() => {
      if (message.type === "floor_snapshot") {
        this.service.value = message.service;
        this.#fresh.clear();
        this.rows.value = new Map(message.rows.map((row) => [row.card.call_id, row]));
        this.over.value = new Set();
        this.reorder();
      } else if (message.type === "row") {
        this.#fresh.set(message.row.card.call_id, message.row);
        this.#drawing ||= setTimeout(() => this.#draw(), DRAW_MS);
      } else if (message.type === "gone") {
        this.#draw();
        this.over.value = new Set(this.over.value).add(message.call_id);
        this.reorder();
      }
    });
  }

  #draw() {
    clearTimeout(this.#drawing);
    this.#drawing = 0;
    batch(() => {
      const known = this.rows.value?.size ?? 0;
      this.rows.value = new Map([...(this.rows.value ?? []), ...this.#fresh]);
      this.#fresh.clear();
      if (this.rows.value.size !== known) this.reorder();
    });
  }

  get held() {
    return this.pointed || this.hasFocus;
  }

  reorder() {
    if (!this.rows.value) return;
    if (!this.held && this.over.value.size) this.#clear();
    if (this.#order.update([...this.rows.value.values()], performance.now() / 1000, this.held))
      this.order.value = this.#order.ids;
  }

  #clear() {
    const kept = new Map(this.rows.value);
    for (const id of this.over.value) kept.delete(id);
    this.rows.value = kept;
    this.over.value = new Set();
  }

  /** The row `steps` away from the focused one. @param {number} steps */
  neighbour(steps) {
    const ids = this.shown.value.map((row) => row.card.call_id);
    const place = ids.indexOf(this.focused.value);
    return ids[Math.max(0, Math.min(ids.length - 1, place < 0 ? 0 : place + steps))] ?? "";
  }
}
