/** The floor's head: calls by level, which also filter, and the search field. */

/** @import { FloorState } from "./state.js" */

import { html } from "htm/preact";
import { timeOfDay } from "../lib/format.js";
import { LEVELS } from "../lib/levels.js";
import { nowMs } from "../lib/tick.js";
import { Icon } from "../parts/icons.js";
import { Mark } from "../parts/level_mark.js";
import { PageBar } from "../parts/page_bar.js";
import { floor as t, levels } from "../text.js";

/** @param {{ state: FloorState }} props */
export function Head({ state }) {
  return html`<${PageBar} page="floor"><${Tally} state=${state} />
    <label class="field search"><${Icon} name="find" /><span class="sr">${t.search}</span>
      <input id="search" type="search" placeholder=${t.search} value=${state.search.value}
        onInput=${(/** @type {any} */ event) => (state.search.value = event.currentTarget.value)} /><kbd>/</kbd></label>
    <time class="quiet">${timeOfDay(new Date(nowMs.value))}</time></${PageBar}>`;
}

/** With no call there is no number. @param {{ state: FloorState }} props */
function Tally({ state }) {
  const live = state.live.value;
  if (live.length === 0) return html`<div class="tally"></div>`;
  return html`<ul class="tally" aria-label=${t.tally}>${[...LEVELS].reverse().map((level) => {
    const count = live.filter((row) => row.level === level).length;
    const on = state.only.value === level;
    return html`<li key=${level}><button type="button" aria-pressed=${on} title=${t.only(levels[level].toLowerCase())}
      onClick=${() => (state.only.value = on ? "" : level)}>
      <${Mark} level=${level} /><b>${count}</b> ${levels[level].toLowerCase()}</button></li>`;
  })}</ul>`;
}
