/** What lifts the level: each family's share of the score, and what stands behind it, in words. */

/** @import { LiveCall } from "../live/call.js" */
/** @import { VoiceNow } from "../messages.js" */

import { html } from "htm/preact";
import { levelWord } from "../lib/voice.js";
import { overlapRuns } from "../live/strip.js";
import { faults, floor, shares as t, voice as v } from "../text.js";
import { clock, languageName, number } from "../lib/format.js";

const LEAST_SCORE = 0.08;
const LEAST_SHARE = 0.03;
const HEARD = 3;

/** @param {{ call: LiveCall }} props */
export function Shares({ call }) {
  const score = call.score.value;
  const parts = Object.entries(call.shares.value)
    .map(([family, share]) => /** @type {const} */ ([family, score > 0 ? share / score : 0]))
    .filter(([, part]) => part >= LEAST_SHARE)
    .sort((a, b) => b[1] - a[1]);
  if (score < LEAST_SCORE || parts.length === 0)
    return html`<section class="shares"><h3 class="sr">${floor.drawer.shares}</h3><p class="quiet">
      ${floor.drawer.none}</p></section>`;
  return html`<section class="shares"><h3 class="sr">${floor.drawer.shares}</h3>
    <div class="whole" aria-hidden="true">${parts.map(([family, part]) => html`<i key=${family}
      style=${{ flexGrow: part }}></i>`)}</div>
    <dl>${parts.map(([family, part]) => html`<dt>${Math.round(part * 100)} %</dt><dd><b>
      ${familyName(family)}.</b> ${behind(family, call)}</dd>`)}</dl></section>`;
}

/** @param {string} family */
function familyName(family) {
  return /** @type {Record<string, string>} */ (t.families)[family] ?? family;
}

/** @param {string} family @param {LiveCall} call */
function behind(family, call) {
  if (family === "customer_voice") return voiceNow(call.customer.value);
  if (family === "agent_voice") return voiceNow(call.agent.value);
  if (family === "turns") {
    const { times, longest } = overlapRuns(call.strip.value, 60);
    return t.turns(times, longest);
  }
  if (family !== "words") return "";
  if (call.card.words_from === "none") return faults.no_model(languageName(call.card.language));
  const heard = call.heard.value.filter((each) => (each.heat ?? 0) > 0).slice(-HEARD);
  return heard.length ? t.words(heard.map((each) => ({ words: each.words, at: clock(each.start) }))) : t.wordsEarlier;
}

/** @param {VoiceNow | null} voice */
function voiceNow(voice) {
  if (!voice || (!voice.speaking && voice.level_over_baseline_db === null)) return t.voiceQuiet;
  const db = voice.level_over_baseline_db;
  const word = v.level[levelWord(db)];
  if (db === null) return t.voice(word);
  return db < 0 ? t.voiceUnder(word, number(-db)) : t.voiceOver(word, number(db));
}
