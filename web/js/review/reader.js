/** The words in step with playback: the current one is marked, a press on one goes there. */

/** @import { ReviewState } from "./state.js" */
/** @import { CallModel } from "./model.js" */
/** @import { Overlap } from "../messages.js" */
/** @import { Token, Turn } from "../lib/typeset.js" */

import { html } from "htm/preact";
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { clock, languageName, moment, number } from "../lib/format.js";
import { review as t, transcript as tr, who } from "../text.js";
import { wordsAt } from "../lib/words_at.js";
import { overlapName } from "./markers.js";
import { WordsSource } from "./words_source.js";

const OFTEN_QUIET = new Set(["smooth_switch", "simultaneous"]);

/** @param {{ state: ReviewState, model: CallModel }} props */
export function Reader({ state, model }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const call = state.detail.value?.call;
  useStep(box, state, model);
  const press = (/** @type {MouseEvent} */ event) => {
    const word = /** @type {Element} */ (event.target).closest("[data-at]");
    if (word instanceof HTMLElement) state.player.seek(Number(word.dataset.at));
  };
  const agent = call?.agent.split(/\s+/)[0] || who.agent;
  const turns = useMemo(
    () =>
      html`<ol class="play">${model.turns.map((turn) => html`<${Line}
        key=${turn.key} turn=${turn} agent=${agent} notes=${notesOf(turn, model.overlaps)} />`)}</ol>`,
    [model, agent],
  );
  const words =
    model.turns.length === 0
      ? html`<div class="words"><p class="no-words">
        ${call?.words_from === "none" ? t.noWords(languageName(call.language)) : t.noWordsHeard}</p></div>`
      : html`<div class="words" ref=${box} onClick=${press} role="region" aria-label=${tr.name} tabindex="0">${turns}
        </div>`;
  return html`<div class="spoken"><${WordsSource} state=${state} />${words}</div>`;
}

/** @param {{ turn: Turn, agent: string, notes: Overlap[] }} props */
function Line({ turn, agent, notes }) {
  const side = turn.channel === "agent" ? "you" : "them";
  return html`<li data-turn=${turn.key}><button class="when" type="button" data-at=${turn.start}
    aria-label=${t.seek(moment(turn.start))}>${clock(turn.start)}</button>
    <span class=${`who c-${side}`}>${turn.channel === "agent" ? agent : who.customer}</span><span class="line">
      ${turn.tokens.map(token)}</span>
    ${notes.map((each) => html`<span class="gone">${note(each)}</span>`)}</li>`;
}

/** @param {Token} it */
function token(it) {
  if (it.kind === "gap") return html`<i class="gap"><span class="sr">${tr.pause}</span></i> `;
  if (it.kind === "cut") return html`<i class="cut"><span class="sr">${tr.both}</span></i> `;
  return html`<span class=${`w${it.heard ? ` heard ${it.heard}` : ""}${it.part ? " part" : ""}`} data-at=${it.start}>
    ${it.text}</span> `;
}

/** Overlaps that began in a turn of the one who came in. @param {Turn} turn @param {Overlap[]} overlaps */
function notesOf(turn, overlaps) {
  return overlaps.filter(
    (each) =>
      each.channel === turn.channel &&
      !OFTEN_QUIET.has(each.label) &&
      each.start >= turn.start - 0.5 &&
      each.start <= turn.end,
  );
}

/** @param {Overlap} overlap */
function note(overlap) {
  const seconds = number(overlap.end - overlap.start);
  const label = overlapName(overlap.label);
  if (!overlap.counted) return t.notCounted(label, seconds);
  return t.cameIn(overlap.channel === "agent" ? who.customer.toLowerCase() : who.agent.toLowerCase(), seconds, label);
}

/**
 * Marks the words of the moment and keeps their line in view while it plays.
 * @param {{ current: HTMLElement | null }} box @param {ReviewState} state @param {CallModel} model
 */
function useStep(box, state, model) {
  useEffect(() => {
    const elements = [...(box.current?.querySelectorAll(".w") ?? [])];
    const words = model.turns.flatMap((turn) => turn.tokens).filter((each) => each.kind === "word");
    const order = words.map((_, index) => index).sort((a, b) => words[a].start - words[b].start);
    const sorted = order.map((index) => words[index]);
    let marked = /** @type {Element[]} */ ([]);
    let line = /** @type {Element | null} */ (null);
    return effect(() => {
      const now = wordsAt(sorted, state.player.time.value)
        .map((place) => elements[order[place]])
        .filter(Boolean);
      if (now.length === marked.length && now.every((each, index) => each === marked[index])) return;
      for (const each of marked) each.classList.remove("word");
      for (const each of now) each.classList.add("word");
      marked = now;
      const next = now[0]?.closest("li") ?? line;
      if (next !== line && next) keepInView(next, /** @type {HTMLElement} */ (box.current));
      line = next;
    });
  }, [model]);
}

/** @param {Element} line @param {HTMLElement} box */
function keepInView(line, box) {
  const [a, b] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  if (a.top >= b.top + 8 && a.bottom <= b.bottom - 40) return;
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.scrollBy({ top: a.top - b.top - b.height / 3, behavior: smooth ? "smooth" : "auto" });
}
