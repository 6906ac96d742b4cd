/** The floor's order: most need first, and changed rarely enough to point at. */

/** @import { FloorRow } from "../messages.js" */

import { rank } from "./levels.js";

export const RESORT_SECONDS = 5;

/**
 * Who asked for help, then the higher level, then the higher score, then by call.
 * @param {FloorRow} a @param {FloorRow} b
 */
export function byNeed(a, b) {
  return (
    Number(a.help_since === null) - Number(b.help_since === null) ||
    rank(b.level) - rank(a.level) ||
    b.score - a.score ||
    (a.card.call_id < b.card.call_id ? -1 : 1)
  );
}

/**
 * The order to show. It changes at most once in five seconds and never while `held`;
 * in between, new calls wait at the end.
 */
export class Order {
  /** @type {string[]} */
  ids = [];
  #sortedAt = -Infinity;

  /**
   * @param {readonly FloorRow[]} rows
   * @param {number} nowSeconds any steady clock
   * @param {boolean} held pointer or focus is on the table
   * @returns {boolean} whether the order changed
   */
  update(rows, nowSeconds, held) {
    const before = this.ids.join(" ");
    if (!held && nowSeconds - this.#sortedAt >= RESORT_SECONDS) {
      this.ids = [...rows].sort(byNeed).map((row) => row.card.call_id);
      if (this.ids.join(" ") !== before) this.#sortedAt = nowSeconds;
    } else {
      const there = new Set(rows.map((row) => row.card.call_id));
      const kept = this.ids.filter((id) => there.has(id));
      const added = rows.map((row) => row.card.call_id).filter((id) => !kept.includes(id));
      this.ids = [...kept, ...added];
    }
    return this.ids.join(" ") !== before;
  }
}
