/** Not live: since when, and when the next try comes. */

/** @import { Connection } from "../lib/connection.js" */

import { html } from "htm/preact";
import { timeOfDay } from "../lib/format.js";
import { nowMs } from "../lib/tick.js";
import { link as t } from "../text.js";
import { Icon } from "./icons.js";

/** @param {{ link: Connection }} props */
export function LinkBar({ link }) {
  const { phase, since } = link.state.value;
  if (phase !== "lost" || !since) return html`<div class="link-bar" role="status" hidden></div>`;
  return html`<div class="link-bar" role="status"><${Icon} name="unlinked" /><b>${t.since(timeOfDay(since, true))}</b>
    <${Retry} link=${link} /></div>`;
}

/** @param {{ link: Connection }} props */
export function Retry({ link }) {
  const { retryAt } = link.state.value;
  const seconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - nowMs.value) / 1000));
  return html`<span class="retry" aria-live="off">${t.retry(seconds)}</span>
    <button class="key" type="button" onClick=${link.tryNow}>${t.now}</button>`;
}
