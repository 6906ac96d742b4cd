/** Who asks for help, above everything else. */

/** @import { FloorState } from "./state.js" */

import { html } from "htm/preact";
import { clock } from "../lib/format.js";
import { Icon } from "../parts/icons.js";
import { floor as t } from "../text.js";

/** @param {{ state: FloorState }} props */
export function HelpLines({ state }) {
  return html`${state.asking.value.map(
    (row, index) => html`<div class="helpline" key=${row.card.call_id}><${Icon} name="hand" />
    <b>${t.asks(row.card.agent)}</b><span>
      ${[t.ago(clock(row.at - (row.help_since ?? 0))), row.card.team].filter(Boolean).join(", ")}</span>
    <button class="key" type="button" onClick=${() => (state.open.value = row.card.call_id)}>${index === 0 &&
      html`<kbd>A</kbd>`}${t.open}</button></div>`,
  )}`;
}
