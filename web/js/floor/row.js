/** One call on the floor. Its height follows its need. */

/** @import { FloorState } from "./state.js" */
/** @import { FloorRow } from "../messages.js" */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { clock } from "../lib/format.js";
import { rank } from "../lib/levels.js";
import { outcomeAgo, outcomeIcon } from "../lib/outcome.js";
import { isKnown } from "../lib/voice.js";
import { HeatStrip } from "../parts/heat.js";
import { Icon } from "../parts/icons.js";
import { Mark } from "../parts/level_mark.js";
import { Meter, voiceWords } from "../parts/meter.js";
import { Roll } from "../parts/roll.js";
import { floor as t, level as l, levels, trends, who } from "../text.js";
import { Flags } from "./flags.js";

/** @param {{ row: FloorRow, state: FloorState }} props */
export function Row({ row, state }) {
  const id = row.card.call_id;
  const over = state.over.value.has(id);
  const first = state.focused.value ? state.focused.value === id : state.shown.value[0]?.card.call_id === id;
  const open = state.open.value === id;
  const borders = state.service.value?.borders;
  return useMemo(() => drawn(row, state, { over, first, open, borders }), [row, over, first, open, borders]);
}

/**
 * A row that has not changed is not drawn anew.
 * @param {FloorRow} row @param {FloorState} state
 * @param {{ over: boolean, first: boolean, open: boolean, borders: import("../messages.js").Borders | null | undefined }} how
 */
function drawn(row, state, { over, first, open, borders }) {
  const { card, level, at } = row;
  const id = card.call_id;
  const hot = rank(level) >= 2;
  return html`<tr class=${`l-${level}${over ? " over" : ""}`} data-call=${id} tabindex=${first ? 0 : -1}
    aria-selected=${open}
      aria-label=${t.row(levels[level], card.agent, card.team, clock(at))} onFocus=${() => (state.focused.value = id)}
        onClick=${() => (state.open.value = id)}>
    <td class="c-mark"><${Mark} level=${level} /></td>
    <td class="c-level"><span class=${`lvl m-${level}`}>${over ? t.over : levels[level]}</span>
      ${level !== "calm" && !over && html`<small>
        ${l.for(clock(at - row.level_since))}${hot ? `, ${trends[row.trend]}` : ""}</small>`}</td>
    <td class="c-agent"><span class="agent-name">${card.agent}</span><small>
      ${[card.team, card.language.toUpperCase()].filter(Boolean).join(", ")}</small></td>
    <td class="num">${clock(at)}</td>
    <td class="c-heat"><${HeatStrip} scores=${row.heat} level=${level} trend=${row.trend} borders=${borders} /></td>
    <td class="c-voices"><${Voices} row=${row} /></td>
    <td class="c-talk"><${Talk} row=${row} /></td>
    <td class="c-prompt"><${LastPrompt} row=${row} /></td>
    <td class="c-flags"><${Flags} row=${row} /></td></tr>`;
}

/** @param {{ row: FloorRow }} props */
function Voices({ row }) {
  if (!isKnown(row.customer_voice) && !isKnown(row.agent_voice)) return html`<span class="quiet">${t.notKnown}</span>`;
  return html`<div class="minis">
    <div><${Meter} voice=${row.customer_voice} side="them" name=${who.customer} small /><small aria-hidden="true">
      ${voiceWords(row.customer_voice).level}</small></div>
    <div><${Meter} voice=${row.agent_voice} side="you" name=${who.agent} small /><small aria-hidden="true">
      ${voiceWords(row.agent_voice).level}</small></div></div>`;
}

/** @param {{ row: FloorRow }} props */
function Talk({ row }) {
  if (row.faults.some((fault) => fault.kind === "mono_mix")) return html`<span class="quiet">${t.offMono}</span>`;
  return html`<${Roll} talk=${row.talk} />`;
}

/** @param {{ row: FloorRow }} props */
function LastPrompt({ row }) {
  const prompt = row.last_prompt;
  if (!prompt) return null;
  return html`<div class="last"><${Icon} name=${outcomeIcon(prompt)} /><span class="told">${prompt.text}</span><small>
    ${outcomeAgo(prompt, row.at)}</small></div>`;
}
