/** Ended calls: flagged first with the reason, then the rest, newest first. */

/** @import { ReviewState } from "./state.js" */
/** @import { EndedCall, FoundCall } from "../messages.js" */

import { html } from "htm/preact";
import { clock, day, timeOfDay } from "../lib/format.js";
import { Icon } from "../parts/icons.js";
import { Mark } from "../parts/level_mark.js";
import { days, review as t } from "../text.js";
import { FoundLines } from "./found_lines.js";
import { addressOf } from "./state.js";

/** As many characters as the service takes. */
const LONGEST_SEARCH = 200;

/** @param {{ state: ReviewState }} props */
export function List({ state }) {
  const { search } = state;
  const words = search.typed.value.trim();
  const found = new Map((search.found.value?.calls ?? []).map((each) => [each.call.call_id, each]));
  const calls = words ? matching(state.calls.value ?? [], words, found) : (state.calls.value ?? []);
  const none = !words ? t.none : search.looking.value || search.error.value ? "" : t.noMatch;
  const flagged = calls.filter((call) => call.flags.length > 0);
  const rest = calls.filter((call) => call.flags.length === 0);
  return html`<nav class="list" aria-label=${t.list}>
    <label class="field"><${Icon} name="find" /><span class="sr">${t.search}</span><input id="search" type="search"
      placeholder=${t.search}
      maxlength=${LONGEST_SEARCH} value=${search.typed.value}
        onInput=${(/** @type {any} */ event) => search.type(event.currentTarget.value)} /><kbd>/</kbd></label>
    ${state.listError.value && html`<p class="list-error" role="status">${t.failed} <button class="key" type="button"
      onClick=${() => state.refresh()}>${t.again}</button></p>`}
    <div class="list-scroll">${search.error.value && html`<p class="none" role="status">${search.error.value}</p>`}
      ${state.calls.value && calls.length === 0 && none && html`<p class="none">${none}</p>`}
      ${flagged.length > 0 && html`<h2>${t.flagged}</h2>`}${items(flagged, state, found)}
      ${rest.length > 0 && html`<h2>${t.rest}</h2>`}${items(rest, state, found)}
      ${search.found.value?.more && html`<p class="none">${t.moreFound}</p>`}
      ${state.more.value && html`<button class="key more" type="button" onClick=${() => state.older()}>${t.more}
        </button>`}</div></nav>`;
}

/**
 * The calls that are loaded and match by their names, and all in which the words were said.
 * @param {EndedCall[]} loaded @param {string} words @param {Map<string, FoundCall>} found
 */
function matching(loaded, words, found) {
  const named = loaded.filter((call) => !found.has(call.call_id) && text(call).includes(words.toLocaleLowerCase()));
  const calls = [...named, ...[...found.values()].map((each) => each.call)];
  return calls.sort((a, b) => Date.parse(b.started_at) - Date.parse(a.started_at));
}

/** @param {EndedCall[]} calls @param {ReviewState} state @param {Map<string, FoundCall>} found */
function items(calls, state, found) {
  return html`<ol>${calls.map((call) => html`<${Item} key=${call.call_id} call=${call} state=${state}
    found=${found.get(call.call_id)} />`)}</ol>`;
}

/** @param {{ call: EndedCall, state: ReviewState, found?: FoundCall }} props */
function Item({ call, state, found }) {
  const here = state.id.value === call.call_id;
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.open(call.call_id);
  };
  const short = /** @type {Record<string, string>} */ (t.endedShort)[call.ended];
  return html`<li><a class="call" href=${addressOf(call.call_id)}
    aria-current=${here ? "page" : undefined} onClick=${open}>
    <${Mark} level=${call.top_level} named /><b>${call.agent}</b><time datetime=${call.started_at}>${when(call)}</time>
    ${call.flags.length > 0 && html`<p>${call.flags.map((flag) => flag.reason).join(", ")}</p>`}
    <p class="quiet">${[call.team, clock(call.seconds), t.prompts(call.prompts), short].filter(Boolean).join(", ")}
      </p></a>${found && html`<${FoundLines} found=${found} state=${state} />`}</li>`;
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
