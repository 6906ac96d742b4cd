/** One line each: what is off, and what still works; a command stands between backticks. */

import { html } from "htm/preact";
import { Icon } from "./icons.js";

/** @param {{ lines: string[], icon?: import("./icons.js").IconName }} props */
export function Notes({ lines, icon = "dash" }) {
  return html`${lines.map((line) => html`<p class="note" key=${line}><${Icon} name=${icon} /><span>
    ${line.split("`").map((part, index) => (index % 2 ? html`<code>${part}</code>` : part))}</span></p>`)}`;
}
