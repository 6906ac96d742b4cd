/** The live transcript, newest at the bottom; it stays where a person scrolled to. */

/** @import { LiveCall } from "../live/call.js" */

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { turnsOf } from "../lib/typeset.js";
import { transcript as t } from "../text.js";
import { TurnWords } from "./turn_words.js";
import { Icon } from "./icons.js";

const AT_END_PX = 24;

/** @param {{ call: LiveCall, agentName: string, customerName: string, none?: string }} props */
export function Transcript({ call, agentName, customerName, none = t.waiting }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  /** A box that shrinks is not a person scrolling. */
  const height = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const turns = turnsOf(call.utterances.value, call.heard.value, call.both.value);
  useEffect(() => {
    if (atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  const scrolled = () => {
    const it = box.current;
    if (!it) return;
    if (it.clientHeight !== height.current && atEnd) it.scrollTop = it.scrollHeight;
    else setAtEnd(it.scrollHeight - it.scrollTop - it.clientHeight < AT_END_PX);
    height.current = it.clientHeight;
  };
  return html`<div class="said">
    <div class="roll-box" ref=${box} onScroll=${scrolled} tabindex="0" role="log" aria-live="off" aria-label=${t.name}>
      ${turns.length === 0 && html`<p class="quiet">${none}</p>`}
      <ol class="play">${turns.map(
        (turn) => html`<li key=${turn.key}>
        <span class=${`who c-${turn.channel === "agent" ? "you" : "them"}`}>
          ${turn.channel === "agent" ? agentName : customerName}</span>
        <span><${TurnWords} tokens=${turn.tokens} /></span></li>`,
      )}</ol></div>
    ${!atEnd && html`<button type="button" class="key newest" onClick=${() => setAtEnd(true)}><${Icon} name="down" />
      ${t.newest}</button>`}</div>`;
}
