/** The floor: a row for every live call, most need first, and one call opened beside it. */

/** @import { FloorState } from "./state.js" */

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { serviceLines } from "../lib/faults.js";
import { bindKeys } from "../lib/keys.js";
import { Brand } from "../parts/icons.js";
import { KeyHelp } from "../parts/help.js";
import { LinkBar } from "../parts/link_bar.js";
import { Notes } from "../parts/notes.js";
import { floor as t, keys, wordsFrom } from "../text.js";
import { Announce } from "./announce.js";
import { Drawer } from "./drawer.js";
import { Head } from "./head.js";
import { HelpLines } from "./help_line.js";
import { Table } from "./table.js";

/** @param {{ state: FloorState }} props */
export function FloorPage({ state }) {
  useEffect(() => bindKeys(floorKeys(state)), [state]);
  const id = state.open.value;
  const lines = offLines(state);
  return html`<div class=${`floor${id ? " with-drawer" : ""}${state.link.state.value.phase === "lost" ? " stale" : ""}`}>
    <${Head} state=${state} />
    <main class="board"><${LinkBar} link=${state.link} /><${HelpLines} state=${state} />
      ${lines.length > 0 && html`<div class="notes"><${Notes} lines=${lines} /></div>`}<${Calls} state=${state} />
        </main>
    ${id && html`<${Drawer} key=${id} id=${id} state=${state} onClose=${() => close(state)} />`}</div>
    <${Announce} state=${state} /><${KeyHelp} rows=${keys.floor} />`;
}

/** @param {{ state: FloorState }} props */
function Calls({ state }) {
  const rows = state.rows.value;
  if (!rows) return html`<div class="nothing"><h2>${t.connecting}</h2></div>`;
  if (rows.size === 0) return html`<div class="nothing"><${Brand} /><h2>${t.empty}</h2><p>${t.emptyWhy}</p></div>`;
  if (state.shown.value.length > 0) return html`<${Table} state=${state} />`;
  return html`<div class="nothing"><h2>${t.noMatch}</h2><p>${t.noMatchWhy}</p>
    <button class="key" type="button" onClick=${() => unfilter(state)}>${t.clear}</button></div>`;
}

/** What the service can't do, where it matters to the calls on the floor. @param {FloorState} state */
function offLines(state) {
  const from = state.live.value.map((row) => row.card.words_from);
  const files = from.length > 0 && from.every((each) => /^file\b/.test(each));
  return [...(files ? [wordsFrom.files] : []), ...serviceLines(state.service.value, { recogniser: !files })];
}

/** @param {FloorState} state */
function unfilter(state) {
  state.search.value = "";
  state.only.value = "";
}

/** @param {string} id */
function focusRow(id) {
  document.querySelector(/** @type {"tr"} */ (`tr[data-call="${CSS.escape(id)}"]`))?.focus();
}

/** The focus goes back to the row. @param {FloorState} state */
function close(state) {
  const id = state.open.value;
  state.open.value = "";
  queueMicrotask(() => focusRow(id));
}

/** @param {FloorState} state @returns {Record<string, () => void | false>} */
function floorKeys(state) {
  const go = (/** @type {number} */ steps) => () => {
    if (document.activeElement?.closest(".roll-box")) return false;
    return focusRow(state.neighbour(state.hasFocus ? steps : 0));
  };
  return {
    ArrowUp: go(-1),
    ArrowDown: go(1),
    Enter: () => {
      const active = document.activeElement;
      if (!(active instanceof HTMLTableRowElement)) return false;
      state.open.value = active.dataset.call ?? "";
      return undefined;
    },
    Escape: () => {
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
      else if (state.open.value) close(state);
      else unfilter(state);
    },
    "/": () => document.getElementById("search")?.focus(),
    a: () => {
      const row = state.asking.value[0];
      if (row) state.open.value = row.card.call_id;
    },
  };
}
