/** Both voices against their own usual: customer above, you below. */

/** @import { LiveCall } from "../live/call.js" */
/** @import { VoiceNow } from "../messages.js" */

import { html } from "htm/preact";
import { Meter, voiceWords } from "../parts/meter.js";
import { agent as t, voice, who } from "../text.js";

/** @param {{ call: LiveCall }} props */
export function Voices({ call }) {
  return html`<section class="voices" aria-label=${t.who}>
    <${Voice} voice=${call.customer.value} side="them" name=${who.customer} />
    <${Voice} voice=${call.agent.value} side="you" name=${who.you} />
    <span class="usual" aria-hidden="true">${voice.usual}</span></section>`;
}

/** @param {{ voice: VoiceNow | null, side: "you" | "them", name: string }} props */
function Voice({ voice: it, side, name }) {
  const words = voiceWords(it);
  return html`<b class=${`c-${side}`}>${name}</b><div><${Meter} voice=${it} side=${side} name=${name} /></div>
    <p aria-hidden="true"><strong>${words.level}</strong>${words.pace}</p>`;
}
