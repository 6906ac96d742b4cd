/** The receipt of one marker: what, when, measured against what, and its stretch to hear. */

/** @import { ReviewState } from "./state.js" */
/** @import { Marker } from "./markers.js" */
/** @import { Evidence } from "../messages.js" */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { moment, number } from "../lib/format.js";
import { outcomeWord } from "../lib/outcome.js";
import { Icon } from "../parts/icons.js";
import { ReceiptRows } from "../parts/receipt.js";
import { prompt as p, receipt as r, review as t, who } from "../text.js";
import { overlapName } from "./markers.js";

const LEAD_SECONDS = 1;

/** @param {{ state: ReviewState, marker: Marker }} props */
export function Receipt({ state, marker }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const share = marker.at / (state.model.value?.seconds ?? 1);
  useEffect(() => hang(/** @type {HTMLElement} */ (box.current), share), [marker.id, share]);
  const stretch = stretchOf(marker);
  return html`<section class="receipt" ref=${box} aria-label=${r.name} role="status">
    <button class="key bare square shut" type="button" aria-label=${p.close}
      onClick=${() => (state.picked.value = "")}><${Icon} name="close" /></button>
    <h2>${marker.title}</h2><p>${story(marker)}</p>
    ${marker.prompt?.reason && html`<p class="why">${marker.prompt.reason}</p>`}
    <${Rows} marker=${marker} />
    ${stretch && state.player.sound.value === "ready" && html`<p class="keys"><button class="key" type="button"
      onClick=${() => playStretch(state)}><kbd>R</kbd>
      ${t.playThis(Math.max(1, Math.round(stretch.end - stretch.start)))}</button></p>`}</section>`;
}

/** Plays what the open receipt is about. @param {ReviewState} state */
export function playStretch(state) {
  const marker = state.markers.value.find((each) => each.id === state.picked.value);
  const stretch = marker && stretchOf(marker);
  if (stretch) state.player.playRange(stretch.start, stretch.end);
}

/** @param {Marker} marker */
function story(marker) {
  if (marker.prompt) {
    const { shown, closed, prompt, why } = marker.prompt;
    if (shown === null) return t.withheld(why || outcomeWord(prompt));
    return closed === null
      ? t.shown(moment(shown))
      : `${t.shown(moment(shown))} ${t.closed(moment(closed), outcomeWord(prompt))}`;
  }
  if (marker.cue) {
    const { start, end } = marker.cue;
    return t.opened(moment(start)) + (end === null || marker.cue.cue.kind === "phrase" ? "." : t.until(moment(end)));
  }
  return moment(marker.at);
}

/** @param {{ marker: Marker }} props */
function Rows({ marker }) {
  const evidence = evidenceOf(marker);
  if (evidence) return html`<${ReceiptRows} evidence=${evidence} />`;
  const { overlap } = marker;
  if (!overlap) return null;
  const seconds = number(overlap.end - overlap.start);
  const words = overlap.counted
    ? t.cameIn(
        overlap.channel === "agent" ? who.customer.toLowerCase() : who.agent.toLowerCase(),
        seconds,
        overlapName(overlap.label),
      )
    : t.notCounted(overlapName(overlap.label), seconds);
  return html`<dl class="slip"><dt>${r.measured}</dt><dd><b>${words}</b></dd>${overlap.because && html`<dt>
    ${t.because}</dt><dd>${overlap.because}</dd>`}
    <dt>${r.when}</dt><dd>${r.at(moment(overlap.start), moment(overlap.end), seconds)}</dd></dl>`;
}

/** @param {Marker} marker @returns {Evidence | undefined} */
function evidenceOf(marker) {
  return marker.prompt?.prompt.receipt ?? marker.cue?.cue.evidence;
}

/** @param {Marker} marker */
function stretchOf(marker) {
  const it = evidenceOf(marker) ?? marker.overlap;
  return it ? { start: Math.max(0, it.start - LEAD_SECONDS), end: it.end + LEAD_SECONDS } : null;
}

/** Hangs it under its marker, inside the free margin. @param {HTMLElement} box @param {number} share of the clock */
function hang(box, share) {
  const margin = box.parentElement?.getBoundingClientRect();
  const plot = document.querySelector(".lanes .plot")?.getBoundingClientRect();
  if (!margin || !plot) return;
  const marker = plot.left + share * plot.width - margin.left;
  const left = Math.max(0, Math.min(margin.width - box.offsetWidth, marker - 40));
  box.style.left = `${left}px`;
  box.style.setProperty("--tip", `${marker - left}px`);
  box.classList.toggle("reaches", marker - left >= 24 && marker - left <= box.offsetWidth - 24);
}
