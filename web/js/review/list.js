/** Ended calls: flagged first with the reason, then the rest, newest first. */

/** @import { ReviewState } from "./state.js" */
/** @import { EndedCall } from "../messages.js" */

import { html } from "htm/preact";
import { clock, day, timeOfDay } from "../lib/format.js";
import { Icon } from "../parts/icons.js";
import { Mark } from "../parts/level_mark.js";
import { days, review as t } from "../text.js";

/** @param {{ state: ReviewState }} props */
export function List({ state }) {
  const words = state.search.value.trim().toLocaleLowerCase();
  const calls = (state.calls.value ?? []).filter((call) => !words || text(call).includes(words));
  const flagged = calls.filter((call) => call.flags.length > 0);
  const rest = calls.filter((call) => call.flags.length === 0);
  return html`<nav class="list" aria-label=${t.list}>
    <label class="field"><${Icon} name="find" /><span class="sr">${t.search}</span><input id="search" type="search"
      placeholder=${t.search}
      value=${state.search.value}
        onInput=${(/** @type {any} */ event) => (state.search.value = event.currentTarget.value)} /><kbd>/</kbd></label>
    ${state.listError.value && html`<p class="list-error" role="status">${t.failed} <button class="key" type="button"
      onClick=${() => state.refresh()}>${t.again}</button></p>`}
    <div class="list-scroll">${state.calls.value && calls.length === 0 && html`<p class="none">
      ${words ? t.noMatch : t.none}</p>`}
      ${flagged.length > 0 && html`<h2>${t.flagged}</h2>`}${items(flagged, state)}
      ${rest.length > 0 && html`<h2>${t.rest}</h2>`}${items(rest, state)}
      ${state.more.value && html`<button class="key more" type="button" onClick=${() => state.older()}>${t.more}
        </button>`}</div></nav>`;
}

/** @param {EndedCall[]} calls @param {ReviewState} state */
function items(calls, state) {
  return html`<ol>${calls.map((call) => html`<${Item} key=${call.call_id} call=${call} state=${state} />`)}</ol>`;
}

/** @param {{ call: EndedCall, state: ReviewState }} props */
function Item({ call, state }) {
  const here = state.id.value === call.call_id;
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.open(call.call_id);
  };
  const short = /** @type {Record<string, string>} */ (t.endedShort)[call.ended];
  return html`<li><a href=${`/review?call=${encodeURIComponent(call.call_id)}`}
    aria-current=${here ? "page" : undefined} onClick=${open}>
    <${Mark} level=${call.top_level} named /><b>${call.agent}</b><time datetime=${call.started_at}>${when(call)}</time>
    ${call.flags.length > 0 && html`<p>${call.flags.map((flag) => flag.reason).join(", ")}</p>`}
    <p class="quiet">${[call.team, clock(call.seconds), t.prompts(call.prompts), short].filter(Boolean).join(", ")}
      </p></a></li>`;
}

/** @param {EndedCall} call */
function when(call) {
  const at = new Date(call.started_at);
  const now = new Date();
  const on = day(at, now, { ...days, today: "" });
  return [on, timeOfDay(at)].filter(Boolean).join(" ");
}

/** @param {EndedCall} call */
function text(call) {
  return [call.agent, call.team, ...call.flags.map((flag) => flag.reason)].join(" ").toLocaleLowerCase();
}
