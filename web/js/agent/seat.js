/** The prompt's place. It is kept when empty, and then says in a line why. */

/** @import { AgentState } from "./state.js" */
/** @import { LiveCall } from "../live/call.js" */
/** @import { Prompt } from "../messages.js" */

import { html } from "htm/preact";
import { clock, timeOfDay } from "../lib/format.js";
import { outcomeAgo, outcomeIcon } from "../lib/outcome.js";
import { nowMs } from "../lib/tick.js";
import { allUsual, isKnown, levelWord } from "../lib/voice.js";
import { Icon } from "../parts/icons.js";
import { PromptCard } from "../parts/prompt_card.js";
import { Retry } from "../parts/link_bar.js";
import { agent as t, levels, link, voice, who } from "../text.js";

const OVER_SHOWN_MS = 10 * 60_000;

/** @param {{ state: AgentState }} props */
export function Seat({ state }) {
  const { phase } = state.link.state.value;
  const call = state.call.value;
  if (phase === "lost") return html`<${Lost} state=${state} />`;
  if (phase === "connecting") return html`<${Empty} title=${link.connecting} />`;
  if (!call || call.ended.value) return html`<${Between} state=${state} />`;
  const prompt = call.prompt.value;
  if (!prompt) return html`<${Nothing} call=${call} />`;
  return html`<${Card} state=${state} prompt=${prompt} since=${call.promptSince.value} />`;
}

/** @param {{ state: AgentState, prompt: Prompt, since?: number }} props */
function Card({ state, prompt, since = 0 }) {
  const answered = state.answered.value?.id === prompt.id ? state.answered.value.verdict : null;
  return html`<${PromptCard} key=${prompt.id} prompt=${prompt} since=${since}
    open=${state.receiptOf.value === prompt.id} keys=${state.shown.value?.id === prompt.id}
    answered=${answered} live=${true} onAnswer=${(/** @type {any} */ verdict) => state.answer(verdict)}
      onWhy=${() => state.toggleReceipt()} />`;
}

/** @param {{ title: string, why?: string, children?: any }} props */
function Empty({ title, why = "", children }) {
  return html`<section class="prompt none"><h2>${title}</h2>${why && html`<p class="why">${why}</p>`}${children}
    </section>`;
}

/** @param {{ call: LiveCall }} props */
function Nothing({ call }) {
  if (!isKnown(call.agent.value)) return html`<${Empty} title=${t.listening} why=${t.listeningWhy} />`;
  const last = call.lastPrompt.value;
  return html`<${Empty} title=${t.nothing} why=${calmWords(call)}>
    ${last && last.state === "closed" && html`<p class="last"><${Icon} name=${outcomeIcon(last)} /><span>
      ${last.text} <span class="quiet">${outcomeAgo(last, call.at.value)}</span></span></p>`}</${Empty}>`;
}

/** @param {LiveCall} call */
function calmWords(call) {
  const { value: agent } = call.agent;
  const { value: customer } = call.customer;
  if (allUsual([agent, customer])) return call.card.words_from === "none" ? t.soundOnly : t.bothUsual;
  if (!isKnown(customer)) return t.learningThem;
  return [
    [who.customer, customer],
    [who.you, agent],
  ]
    .map(([side, each]) => [side, levelWord(/** @type {any} */ (each)?.level_over_baseline_db)])
    .filter(([, word]) => word !== "usual" && word !== "unknown")
    .map(([side, word]) =>
      t.unusual(/** @type {string} */ (side), /** @type {any} */ (voice.level)[/** @type {string} */ (word)]),
    )
    .join(" ");
}

/** @param {{ state: AgentState }} props */
function Lost({ state }) {
  const since = state.link.state.value.since;
  const inCall = state.call.value !== null && !state.call.value.ended.value;
  return html`<section class="prompt none"><h2>${link.lost}</h2>
    <p class="why">${since && t.lostWhy(timeOfDay(since, true))} ${inCall && t.lostStale}</p>
    <p class="again"><${Retry} link=${state.link} /></p></section>`;
}

/** After a call: the notes on it, and that it is over. @param {{ state: AgentState }} props */
function Between({ state }) {
  const notes = state.notes.value.map((note) => html`<${Card} key=${note.id} state=${state} prompt=${note} />`);
  const last = lastCall(state);
  if (!last) return html`${notes}<${Empty} title=${t.ready} why=${t.readyWhy} />`;
  const why = t.endedWhy(clock(last.seconds), levels[last.top].toLowerCase());
  return html`${notes}<${Empty} title=${t.endedTitle} why=${why}><p class="last">${t.endedNext}</p></${Empty}>`;
}

/** The call that ended lately, or whose notes still stand here. @param {AgentState} state */
function lastCall(state) {
  const over = state.over.value ?? (state.call.value ? { call: state.call.value, when: Date.now() } : null);
  if (over && (state.notes.value.length || nowMs.value - over.when <= OVER_SHOWN_MS))
    return { seconds: over.call.at.value, top: over.call.topLevel.value };
  const after = state.after.value;
  return after && { seconds: after.seconds, top: after.top_level };
}
