/** Who talks, a step a second: customer above, agent below, hatch where both did, dots while on hold. */

import { html } from "htm/preact";
import { talk as t } from "../text.js";

const SECONDS = 30;
const STEP = 4;
const AGENT = 1;
const CUSTOMER = 2;
const BOTH = 3;
const HELD = 4;

/** @param {{ talk: number[] }} props */
export function Roll({ talk }) {
  const from = SECONDS - talk.length;
  const seconds = [0, 1, 2, 3, 4].map((who) => talk.filter((each) => each === who).length);
  return html`<svg class="roll" viewBox=${`0 0 ${SECONDS * STEP} 26`} preserveAspectRatio="none" role="img"
    aria-label=${t.name(seconds)}>
    ${runs(talk, [CUSTOMER, BOTH]).map(([a, b]) => html`<rect class="f-them" x=${(from + a) * STEP} y="1"
      width=${(b - a) * STEP} height="10" />`)}
    ${runs(talk, [AGENT, BOTH]).map(([a, b]) => html`<rect class="f-you" x=${(from + a) * STEP} y="15"
      width=${(b - a) * STEP} height="10" />`)}
    ${runs(talk, [BOTH]).map(([a, b]) => html`<rect class="over" x=${(from + a) * STEP} y="-2" width=${(b - a) * STEP}
      height="30" />`)}
    ${runs(talk, [HELD]).map(([a, b]) => html`<path class="hold"
      d=${`M${(from + a) * STEP} 13H${(from + b) * STEP}`} />`)}</svg>`;
}

/** @param {number[]} talk @param {number[]} who @returns {[number, number][]} */
function runs(talk, who) {
  /** @type {[number, number][]} */
  const found = [];
  talk.forEach((each, index) => {
    if (!who.includes(each)) return;
    const last = found[found.length - 1];
    if (last && last[1] === index) last[1] = index + 1;
    else found.push([index, index + 1]);
  });
  return found;
}
