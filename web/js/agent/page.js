/** An agent's page: the one prompt, two quiet meters, the last two minutes, the words. */

/** @import { AgentState } from "./state.js" */
/** @import { LiveCall } from "../live/call.js" */

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { bindKeys } from "../lib/keys.js";
import { clock, languageName } from "../lib/format.js";
import { faultLines, serviceLines, wordsFromLine } from "../lib/faults.js";
import { nowMs } from "../lib/tick.js";
import { Brand } from "../parts/icons.js";
import { CheckList } from "../parts/checklist.js";
import { HelpButton, KeyHelp } from "../parts/help.js";
import { Notes } from "../parts/notes.js";
import { Strip } from "../parts/strip.js";
import { ThemeButton } from "../parts/theme.js";
import { Transcript } from "../parts/transcript.js";
import { agent as t, faults, keys, product, who } from "../text.js";
import { Announce } from "./announce.js";
import { Head } from "./head.js";
import { Seat } from "./seat.js";
import { Voices } from "./voices.js";

const SILENT_LINE_SECONDS = 5;

/** @param {{ state: AgentState }} props */
export function AgentPage({ state }) {
  useEffect(
    () =>
      bindKeys({
        g: () => state.answer("got_it"),
        n: () => state.answer("not_helpful"),
        y: () => state.toggleReceipt(),
        h: () => state.help(),
        a: () => state.tell("question"),
        u: () => state.tell("unfit_caller"),
        d: () => state.tell("debrief"),
        q: () => state.quiet(),
      }),
    [state],
  );
  const call = state.call.value && !state.call.value.ended.value ? state.call.value : null;
  const stale = state.link.state.value.phase !== "live";
  return html`<main class=${`agent${stale ? " stale" : ""}${call ? " in-call" : ""}`} aria-label=${t.title}>
    <h1 class="sr">${t.title}</h1><${Head} state=${state} />
    <div class="seat"><${Seat} state=${state} /><${Off} state=${state} call=${call} /></div>
    ${
      call &&
      html`<${Voices} call=${call} /><section class="past" aria-label=${t.strip}><${Strip}
        seconds=${call.strip.value} /></section>
      <${CheckList} call=${call} onTick=${(/** @type {string} */ item) => state.tick(item)} />
      <${Words} call=${call} />`
    }
    <${Foot} state=${state} call=${call} /></main>
    <${Announce} state=${state} /><${KeyHelp} rows=${keys.agent} />`;
}

/** @param {{ state: AgentState, call: LiveCall | null }} props */
function Off({ state, call }) {
  const lines = serviceLines(state.service.value, { from: call?.card.words_from });
  if (!call) return html`<${Notes} lines=${lines} />`;
  const { faults: open, card } = call;
  const known = faultLines(open.value, card.language);
  if (card.words_from === "none" && !open.value.some((each) => each.kind === "no_model"))
    known.unshift(faults.no_model(languageName(card.language)));
  if (call.quiet.value) known.push(t.quietOn);
  if (state.told.value) known.push(t.sent[state.told.value]);
  return html`<${Notes} lines=${[...known, ...lines]} /><${Silence} state=${state} />`;
}

/** A line that gives no sound looks like a calm one. @param {{ state: AgentState }} props */
function Silence({ state }) {
  if (state.link.state.value.phase !== "live") return null;
  const seconds = Math.floor((nowMs.value - state.heardAt.value) / 1000);
  return seconds > SILENT_LINE_SECONDS ? html`<${Notes} lines=${[t.quiet(seconds)]} icon="line" />` : null;
}

/** @param {{ call: LiveCall }} props */
function Words({ call }) {
  if (call.card.words_from === "none") return html`<div class="said no-words"></div>`;
  return html`<div class="words"><${Transcript} call=${call} agentName=${who.you} customerName=${who.customer} />
    <p class="from">${wordsFromLine(call.card.words_from)}</p></div>`;
}

/** @param {{ state: AgentState, call: LiveCall | null }} props */
function Foot({ state, call }) {
  const asked = state.helpAt.value;
  const live = state.link.state.value.phase === "live";
  return html`<footer class="foot">
    ${
      call
        ? html`<button class="key" type="button" disabled=${!live || asked !== null} onClick=${() => state.help()}>
          <kbd>H</kbd>${t.help}</button>
      <span role="status">${asked === null ? t.helpWhy : t.helpAsked(clock(asked))}</span>`
        : html`<span class="brand"><${Brand} />${product}</span>`
    }
    <span class="tools"><${ThemeButton} /><${HelpButton} /></span></footer>`;
}
