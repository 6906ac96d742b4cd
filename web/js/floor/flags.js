/** What stands in a row's last cell: help, flags, hold, and what is spoilt. */

/** @import { FloorRow } from "../messages.js" */

import { html } from "htm/preact";
import { clock, humanise } from "../lib/format.js";
import { isKnown } from "../lib/voice.js";
import { Icon } from "../parts/icons.js";
import { faultsShort, floor as t } from "../text.js";

/** Lines that fit a row of each level. */
const ROOM = { calm: 1, watch: 2, raised: 2, escalated: 3 };
/** @typedef {{ icon: import("../parts/icons.js").IconName, text: string, hot?: boolean }} FlagLine */

/** @param {{ row: FloorRow }} props */
export function Flags({ row }) {
  const lines = flagLines(row);
  const room = ROOM[row.level];
  return html`${lines.slice(0, room).map(
    (line) => html`<span class=${`flag${line.hot ? " hot" : ""}`} title=${line.text}>
    <${Icon} name=${line.icon} /><span>${line.text}</span></span>`,
  )}
    ${
      lines.length > room &&
      html`<span class="sr">${lines
        .slice(room)
        .map((line) => line.text)
        .join(", ")}</span>`
    }`;
}

/** @param {FloorRow} row @returns {FlagLine[]} */
export function flagLines(row) {
  /** @type {FlagLine[]} */
  const lines = [];
  if (row.help_since !== null)
    lines.push({ icon: "hand", text: t.asksFlag(clock(row.at - row.help_since)), hot: true });
  for (const flag of [...row.flags].sort((a, b) => b.at - a.at)) {
    if (flag.state === "open") lines.push({ icon: "flag", text: flag.reason, hot: true });
  }
  for (const fault of row.faults) {
    const short = /** @type {Record<string, string>} */ (faultsShort)[fault.kind] ?? humanise(fault.kind);
    lines.push({ icon: fault.kind === "no_model" ? "dash" : "line", text: short });
  }
  if (row.card.words_from === "none" && !row.faults.some((fault) => fault.kind === "no_model"))
    lines.push({ icon: "dash", text: faultsShort.no_model });
  if (row.on_hold) lines.push({ icon: "hold", text: t.hold });
  if (!isKnown(row.customer_voice) && row.customer_voice) lines.push({ icon: "dots", text: t.learning });
  return lines;
}
