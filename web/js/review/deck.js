/** The keys of playback and the moment. */

/** @import { ReviewState } from "./state.js" */

import { html } from "htm/preact";
import { clock, moment } from "../lib/format.js";
import { review as t } from "../text.js";
import { SPEEDS } from "./player.js";

/** @param {{ state: ReviewState }} props */
export function Deck({ state }) {
  const { player } = state;
  const ready = player.sound.value === "ready";
  const next = SPEEDS[(SPEEDS.indexOf(player.speed.value) + 1) % SPEEDS.length];
  const faster = () =>
    next > player.speed.value
      ? player.changeSpeed(1)
      : SPEEDS.forEach(() => player.speed.value > 1 && player.changeSpeed(-1));
  return html`<div class="deck">
    <button class="key main" type="button" disabled=${!ready} onClick=${() => player.toggle()}><kbd>Space</kbd>
      ${player.playing.value ? t.pause : t.play}</button>
    <button class="key bare" type="button" onClick=${() => player.seek(player.time.value - 5)}><kbd>J</kbd>${t.back}
      </button>
    <button class="key bare" type="button" onClick=${() => player.seek(player.time.value + 5)}><kbd>L</kbd>${t.on}
      </button>
    <button class="key bare" type="button" onClick=${() => state.step(1, true)}><kbd>P</kbd>${t.prompt}</button>
    <${Clock} state=${state} />
    <button class="key bare" type="button" aria-pressed=${player.skipping.value}
      onClick=${() => (player.skipping.value = !player.skipping.value)}><kbd>S</kbd>${t.skip}</button>
    <button class="key" type="button" aria-label=${`${t.speed} ${player.speed.value}`} onClick=${faster}>
      ${player.speed.value}×</button></div>`;
}

/** @param {{ state: ReviewState }} props */
function Clock({ state }) {
  return html`<p class="at"><time>${moment(state.player.time.value)}</time> <span>
    ${t.of(clock(state.model.value?.seconds ?? 0))}</span></p>`;
}
