/** One ended call: who and when, playback, lanes, words, and what happened. */

/** @import { ReviewState } from "./state.js" */
/** @import { EndedCall } from "../messages.js" */

import { html } from "htm/preact";
import { clock, day, languageName, timeOfDay } from "../lib/format.js";
import { faultLines, wordsFromLine } from "../lib/faults.js";
import { Brand, Icon } from "../parts/icons.js";
import { LevelWord } from "../parts/level_mark.js";
import { Notes } from "../parts/notes.js";
import { days, review as t } from "../text.js";
import { Deck } from "./deck.js";
import { Lanes } from "./lanes.js";
import { Moments } from "./moments.js";
import { Reader } from "./reader.js";
import { Receipt } from "./receipt.js";

/** @param {{ state: ReviewState }} props */
export function Desk({ state }) {
  const { value: detail } = state.detail;
  const { value: model } = state.model;
  if (state.error.value) return html`<${Failed} state=${state} />`;
  if (!state.id.value) {
    const none = state.calls.value?.length === 0;
    return html`<main class="desk"><div class="nothing"><${Brand} /><h2>${none ? t.none : t.pick}</h2><p>
      ${none ? t.noneWhy : t.pickWhy}</p></div></main>`;
  }
  if (!detail || !model) return html`<main class="desk"><p class="sr" role="status">${t.loading}</p></main>`;
  const picked = state.markers.value.find((marker) => marker.id === state.picked.value);
  return html`<main class="desk"><${Title} call=${detail.call} state=${state} />
    <${Deck} state=${state} /><${Lanes} state=${state} model=${model} />
    <div class="read"><${Reader} key=${detail.call.call_id} state=${state} model=${model} />
      <div class="margin">${picked ? html`<${Receipt} state=${state} marker=${picked} />` : html`<${Moments}
        state=${state} model=${model} />`}</div></div></main>`;
}

/** @param {{ call: EndedCall, state: ReviewState }} props */
function Title({ call, state }) {
  const at = new Date(call.started_at);
  const ended =
    /** @type {Record<string, string>} */ (/** @type {unknown} */ (t.ended))[call.ended] ?? t.ended.other(call.ended);
  const faults = (state.model.value?.faults ?? []).filter((fault) => fault.kind !== "no_model");
  const lines = [ended, ...new Set(faultLines(faults, call.language))].filter(Boolean);
  const facts = [
    `${day(at, new Date(), days)} ${timeOfDay(at)}`,
    languageName(call.language),
    clock(call.seconds),
    wordsFromLine(call.words_from),
  ];
  return html`<div class="title"><h2>${[call.agent, call.team].filter(Boolean).join(", ")}</h2><p class="quiet">
    ${facts.filter(Boolean).join(", ")}</p>
      <span class="top"><${LevelWord} level=${call.top_level} detail=${t.top} /></span>
      <button class="key" type="button" onClick=${() => (state.flagging.value = true)}><kbd>F</kbd>${t.flag}</button>
        </div>
    ${call.flags.length > 0 && html`<p class="flags">${call.flags.map((flag) => html`<button class="flag"
      type="button" key=${flag.id} onClick=${() => state.player.seek(flag.at)}><${Icon} name="flag" /><b>
      ${flag.reason}</b><time>${clock(flag.at)}</time></button>`)}</p>`}
    ${lines.length > 0 && html`<div class="offs"><${Notes} lines=${lines} /></div>`}`;
}

/** @param {{ state: ReviewState }} props */
function Failed({ state }) {
  const missing = state.error.value?.status === 404;
  return html`<main class="desk"><div class="nothing" role="status"><h2>${missing ? t.notFound : t.failed}</h2><p>
    ${missing ? "" : state.error.value?.message}</p>
    ${!missing && html`<p><button class="key" type="button" onClick=${() => state.again()}>${t.again}</button></p>`}
      </div></main>`;
}
