/** The lines of a call in which the words were said; a press opens the call at that moment. */

/** @import { ReviewState } from "./state.js" */
/** @import { FoundCall, FoundLine } from "../messages.js" */

import { html } from "htm/preact";
import { clock } from "../lib/format.js";
import { review as t, who } from "../text.js";
import { addressOf } from "./state.js";

/** @param {{ found: FoundCall, state: ReviewState }} props */
export function FoundLines({ found, state }) {
  const id = found.call.call_id;
  const others = found.count - found.lines.length;
  return html`<ol class="found" aria-label=${t.found}>
    ${found.lines.map((line) => html`<${Line} key=${`${line.channel} ${line.at}`} line=${line} id=${id} state=${state} />`)}
    ${others > 0 && html`<li class="others">${t.otherLines(others)}</li>`}</ol>`;
}

/** @param {{ line: FoundLine, id: string, state: ReviewState }} props */
function Line({ line, id, state }) {
  const [side, name] = line.channel === "agent" ? ["you", who.agent] : ["them", who.customer];
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.open(id, line.at);
  };
  return html`<li><a href=${addressOf(id, line.at)} onClick=${open}><time>${clock(line.at)}</time> <span
    class=${`c-${side}`}>${name}</span> ${line.pieces.map((piece, place) =>
      place % 2 ? html`<mark>${piece}</mark>` : piece,
    )}</a></li>`;
}
