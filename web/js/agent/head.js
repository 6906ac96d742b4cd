/** The call's state in two lines: level and for how long, the clock, whose call, hold. */

/** @import { AgentState } from "./state.js" */

import { html } from "htm/preact";
import { clock, timeOfDay } from "../lib/format.js";
import { rank } from "../lib/levels.js";
import { nowMs } from "../lib/tick.js";
import { LevelWord } from "../parts/level_mark.js";
import { agent as t, level as l, link, trends } from "../text.js";

/** @param {{ state: AgentState }} props */
export function Head({ state }) {
  const call = state.call.value;
  const { phase } = state.link.state.value;
  const live = phase === "live" && call !== null && !call.ended.value;
  return html`<header class="head">
    <div class="state">${live ? html`<${Level} call=${call} />` : html`<span class="level m-none">${word(state)}
      </span>`}</div>
    <time class="clock">${call && !call.ended.value ? clock(call.at.value) : timeOfDay(new Date(nowMs.value))}</time>
    <small>${call ? [call.card.agent, call.card.team].filter(Boolean).join(", ") : state.agent}</small>
    <small>${call && hold(call)}</small></header>`;
}

/** @param {{ call: import("../live/call.js").LiveCall }} props */
function Level({ call }) {
  const hot = rank(call.level.value) >= 2 && call.trend.value === "falling" ? `, ${trends.falling}` : "";
  return html`<${LevelWord}
    level=${call.level.value} detail=${l.for(clock(call.at.value - call.levelSince.value)) + hot} />`;
}

/** @param {import("../live/call.js").LiveCall} call */
function hold(call) {
  if (!call.onHold.value) return "";
  const since = call.holdSince.value;
  return since === null ? t.holdOnly : t.hold(clock(call.at.value - since));
}

/** @param {AgentState} state */
function word(state) {
  const { phase } = state.link.state.value;
  if (phase === "connecting") return link.connecting;
  if (phase === "lost") return t.noLink;
  const over = state.over.value;
  if (!over || nowMs.value - over.when > 10 * 60_000) return t.noCall;
  return t.endedAgo(clock((nowMs.value - over.when) / 1000));
}
