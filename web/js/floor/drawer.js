/** One call beside the floor: why it is hot, both voices, its heat, its words as they come. */

/** @import { FloorState } from "./state.js" */
/** @import { ServerMessage } from "../messages.js" */

import { html } from "htm/preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { Connection } from "../lib/connection.js";
import { clock, languageName } from "../lib/format.js";
import { faultLines, wordsFromLine } from "../lib/faults.js";
import { rank } from "../lib/levels.js";
import { outcomeAgo } from "../lib/outcome.js";
import { LiveCall } from "../live/call.js";
import { HeatStrip } from "../parts/heat.js";
import { Icon } from "../parts/icons.js";
import { LinkBar } from "../parts/link_bar.js";
import { Mark } from "../parts/level_mark.js";
import { Notes } from "../parts/notes.js";
import { Transcript } from "../parts/transcript.js";
import { faults, floor, levels, prompt as p, strip, trends, who } from "../text.js";
import { Shares } from "./shares.js";

const t = floor.drawer;

/** @param {{ id: string, state: FloorState, onClose: () => void }} props */
export function Drawer({ id, state, onClose }) {
  const call = useMemo(() => signal(/** @type {LiveCall | null} */ (null)), [id]);
  const gone = useMemo(() => signal(false), [id]);
  const link = useMemo(
    () => new Connection(`/ws/call/${encodeURIComponent(id)}`, (message) => receive(message, call, gone)),
    [id],
  );
  useEffect(() => {
    link.start();
    return () => link.stop();
  }, [link]);
  const it = call.value;
  const over = gone.value || it?.ended.value || state.over.value.has(id);
  return html`<aside class=${`drawer${link.state.value.phase === "live" ? "" : " stale"}`} aria-label=${t.name}>
    <button class="key bare square shut" type="button" aria-label=${t.close} onClick=${onClose}><${Icon}
      name="close" /></button>
    ${it ? html`<${Top} call=${it} over=${over} />` : html`<${Waiting} id=${id} over=${over} />`}
    ${state.link.state.value.phase !== "lost" && html`<${LinkBar} link=${link} />`}
    ${over && html`<p class="over-line">${t.ended} <a href=${`/review?call=${encodeURIComponent(id)}`}>${floor.replay}
      </a></p>`}
    ${it && html`<${Body} call=${it} state=${state} />`}</aside>`;
}

/**
 * @param {ServerMessage} message
 * @param {import("@preact/signals").Signal<LiveCall | null>} call
 * @param {import("@preact/signals").Signal<boolean>} gone
 */
function receive(message, call, gone) {
  if (message.type === "call_snapshot") {
    gone.value = message.call === null;
    if (message.call) call.value = new LiveCall(message.call);
  } else if (message.type === "event") {
    call.value?.receive(message.event);
  }
}

/** Focus goes to the heading, so that Esc and reading start there. */
function useHeadingFocus() {
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
}

/** @param {{ id: string, over: boolean }} props */
function Waiting({ id, over }) {
  const heading = useHeadingFocus();
  return html`<div class="top"><h2 ref=${heading} tabindex="-1">${over ? id : t.connecting}</h2></div>`;
}

/** @param {{ call: LiveCall, over: boolean }} props */
function Top({ call, over }) {
  const heading = useHeadingFocus();
  const level = call.level.value;
  const time = clock(call.at.value - call.levelSince.value);
  const words = rank(level) >= 2 ? t.at(levels[level], time, trends[call.trend.value]) : t.calm(levels[level], time);
  const { agent, team, language } = call.card;
  return html`<div class="top">${!over && html`<${Mark} level=${level} />`}
    <h2 ref=${heading} tabindex="-1">${over ? floor.over : words}</h2><time class="clock">${clock(call.at.value)}</time>
    <p>${[agent, team, languageName(language)].filter(Boolean).join(", ")}</p></div>`;
}

/** @param {{ call: LiveCall, state: FloorState }} props */
function Body({ call, state }) {
  const name = call.card.agent.split(/\s+/)[0] || who.agent;
  const prompt = call.prompt.value ?? call.lastPrompt.value;
  const words = call.card.words_from !== "none";
  const off = faultLines(call.faults.value, call.card.language);
  if (!words && !call.faults.value.some((fault) => fault.kind === "no_model"))
    off.unshift(faults.no_model(languageName(call.card.language)));
  return html`<${Shares} call=${call} />
    <section class="curve"><${HeatStrip} scores=${call.heat.value} level=${call.level.value} trend=${call.trend.value}
      borders=${state.service.value?.borders} />
      <p class="axis" aria-hidden="true"><span>${strip.from}</span><span>${strip.middle}</span><span>${strip.now}
        </span></p></section>
    ${
      prompt &&
      html`<section class="sees"><p class="quiet">${call.prompt.value ? t.showing : t.lastShown}</p>
      <p><b>${prompt.text}</b> ${call.prompt.value ? p[prompt.urgency] : outcomeAgo(prompt, call.at.value)}</p>
        </section>`
    }
    ${call.flags.value.length > 0 && html`<section class="marked">${call.flags.value.map((flag) => html`<span
      class="flag hot" key=${flag.id}><${Icon} name="flag" /><span>${flag.reason}, ${clock(flag.at)}</span></span>`)}
      </section>`}
    ${off.length > 0 && html`<section class="offs"><${Notes} lines=${off} /></section>`}
    ${words ? html`<${Transcript} call=${call} agentName=${name} customerName=${who.customer} /><p class="from">
      ${wordsFromLine(call.card.words_from)}</p>` : html`<div class="said"></div>`}`;
}
