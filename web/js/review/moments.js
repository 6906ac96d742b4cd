/** What happened, by time: level changes, prompts shown, flags, holds. */

/** @import { ReviewState } from "./state.js" */
/** @import { CallModel } from "./model.js" */

import { html } from "htm/preact";
import { clock } from "../lib/format.js";
import { Icon } from "../parts/icons.js";
import { Mark } from "../parts/level_mark.js";
import { review as t } from "../text.js";
import { momentsOf } from "./markers.js";

/** @param {{ state: ReviewState, model: CallModel }} props */
export function Moments({ state, model }) {
  const moments = momentsOf(model, state.markers.value);
  if (moments.length === 0)
    return html`<section class="moments"><h2>${t.moments}</h2><p class="quiet">${t.noMoments}</p></section>`;
  return html`<section class="moments"><h2>${t.moments}</h2><ol>${moments.map(
    (it) => html`<li key=${`${it.at} ${it.text}`}>
    <button type="button" onClick=${() => (it.marker ? state.pick(it.marker) : state.player.seek(it.at))}><time>
      ${clock(it.at)}</time>
      ${it.level ? html`<${Mark} level=${it.level} />` : html`<${Icon} name=${it.icon} />`}<span>
        ${it.text} ${it.rest && html`<small>${it.rest}</small>`}</span></button></li>`,
  )}</ol></section>`;
}
