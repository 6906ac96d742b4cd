/** The one prompt: when, what to do, why, what to say; or, in the same place, its receipt. */

/** @import { Prompt, Verdict } from "../messages.js" */

import { html } from "htm/preact";
import { clock } from "../lib/format.js";
import { prompt as t, receipt as r } from "../text.js";
import { Icon } from "./icons.js";
import { ReceiptRows } from "./receipt.js";

/**
 * @typedef {{ prompt: Prompt, since: number, open: boolean, answered: Verdict | null, live: boolean,
 *   keys?: boolean, onAnswer: (verdict: Verdict) => void, onWhy: () => void }} PromptProps
 */

/** @param {PromptProps} props */
export function PromptCard(props) {
  const { prompt, open, keys = true } = props;
  const kind = prompt.after_call ? " after" : prompt.urgency === "now" ? " now" : "";
  return html`<section class=${`prompt${kind}${open ? " open" : ""}`}
    aria-label=${open ? r.name : t.name(prompt.text)}>
    <${When} ...${props} />
    <h2>${prompt.text}</h2>
    ${open ? html`<${ReceiptRows} evidence=${prompt.receipt} />` : html`<${Body} prompt=${prompt} />`}
    ${keys && html`<${Keys} ...${props} />`}</section>`;
}

/** @param {PromptProps} props */
function When({ prompt, since }) {
  if (prompt.after_call) return html`<p class="when"><${Icon} name="whisper" /><span>${t.after}</span></p>`;
  const urgent = prompt.urgency === "now";
  return html`<p class="when"><${Icon} name=${urgent ? "urgent" : "whisper"} /><span>${urgent ? t.now : t.normal}</span>
    <time>${clock(since)}</time></p>`;
}

/** @param {{ prompt: Prompt }} props */
function Body({ prompt }) {
  return html`${prompt.reason && html`<p class="why">${prompt.reason}</p>`}
    ${prompt.say && html`<p class="say">${r.quote(prompt.say)}</p>`}`;
}

/** @param {PromptProps} props */
function Keys({ prompt, answered, live, open, onAnswer, onWhy }) {
  const why = html`<button class="key bare" type="button" aria-expanded=${open} onClick=${onWhy}><kbd>Y</kbd>
    ${open ? t.close : t.why}</button>`;
  if (answered)
    return html`<div class="keys"><span class="sent"><${Icon} name="check" />${t.sent[answered]}</span>${why}</div>`;
  return html`<div class="keys">
    <button class="key" type="button" disabled=${!live} onClick=${() => onAnswer("got_it")}><kbd>G</kbd>${prompt.after_call ? t.putAway : t.gotIt}
      </button>
    <button class="key bare" type="button" disabled=${!live} onClick=${() => onAnswer("not_helpful")}><kbd>N</kbd>
      ${t.notHelpful}</button>${why}</div>`;
}
