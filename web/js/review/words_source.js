/** Whose words are read, where a call was heard again by a better model: those, or the ones heard live. */

/** @import { ReviewState } from "./state.js" */
/** @import { EndedCall } from "../messages.js" */

import { html } from "htm/preact";
import { engineName } from "../lib/faults.js";
import { review as t } from "../text.js";

/** @param {{ state: ReviewState }} props */
export function WordsSource({ state }) {
  const { call, second_pass: again } = state.detail.value ?? {};
  if (!call || !again) return null;
  const engine = engineName(again.words_from);
  if (again.because) return html`<div class="source"><p>${t.againFailed(again.because)}</p></div>`;
  if (!again.utterances.length) return html`<div class="source"><p>${t.againNothing(engine)}</p></div>`;
  return html`<div class="source" role="group" aria-label=${t.source}>
    <${Choice} state=${state} value="second" text=${t.heardAgain(engine)} />
    <${Choice} state=${state} value="live" text=${live(call)} />
    ${again.instead && html`<p>${t.againInstead(again.instead)}</p>`}</div>`;
}

/** @param {{ state: ReviewState, value: "second" | "live", text: string }} props */
function Choice({ state, value, text }) {
  return html`<button type="button" aria-pressed=${state.words.value === value}
    onClick=${() => (state.words.value = value)}>${text}</button>`;
}

/** @param {EndedCall} call */
function live({ words_from: from }) {
  if (/^file\b/.test(from)) return t.liveFile;
  return from === "none" ? t.liveNone : t.heardLive(engineName(from));
}
