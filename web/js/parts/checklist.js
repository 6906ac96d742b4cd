/** The call's checklist: each item ticks itself by what was said, or by a click. */

/** @import { LiveCall } from "../live/call.js" */

import { html } from "htm/preact";
import { checklist as t } from "../text.js";
import { Icon } from "./icons.js";

/** @param {{ call: LiveCall, onTick?: (item: string) => void }} props */
export function CheckList({ call, onTick }) {
  const known = call.checklist.value;
  const items = Object.keys(t.items).filter((item) => known.has(item) || !t.rare.includes(item));
  const done = items.filter((item) => known.get(item)?.state === "done").length;
  return html`<section class="checklist" aria-label=${t.title(done, items.length)}>
    <ul>${items.map((item) => html`<${Item} key=${item} item=${item} state=${known.get(item)?.state} onTick=${onTick} />`)}
    </ul></section>`;
}

/** @param {{ item: string, state?: "done" | "missing", onTick?: (item: string) => void }} props */
function Item({ item, state, onTick }) {
  const name = /** @type {Record<string, string>} */ (t.items)[item];
  const says = state === "done" ? t.done : state === "missing" ? t.missing : t.open;
  const mark = html`<${Icon} name=${state === "done" ? "check" : state === "missing" ? "dash" : "dots"} />`;
  return html`<li class=${state ?? "open"}>${
    onTick && state !== "done"
      ? html`<button type="button" title=${t.tick} onClick=${() => onTick(item)}>${mark}${name}
          <span class="sr">, ${says}</span></button>`
      : html`<span>${mark}${name}<span class="sr">, ${says}</span></span>`
  }</li>`;
}
