/** Two minutes, a bar a second: customer above, agent below, hatch where both talk, dots while on hold. */

/** @import { StripSecond } from "../messages.js" */

import { html } from "htm/preact";
import { STRIP_SECONDS } from "../live/strip.js";
import { strip as t } from "../text.js";

const WIDTH = 360;
const HEIGHT = 56;
const STEP = WIDTH / STRIP_SECONDS;
const MIDDLE = 27;

/** @param {{ seconds: StripSecond[] }} props */
export function Strip({ seconds }) {
  const from = STRIP_SECONDS - seconds.length;
  const x = (/** @type {number} */ index) => (from + index) * STEP;
  const them = seconds.map((s, i) => (s[1] === null ? "" : `M${x(i) + STEP / 2} ${MIDDLE - 1}v${-bar(s[1])}`)).join("");
  const you = seconds.map((s, i) => (s[0] === null ? "" : `M${x(i) + STEP / 2} ${MIDDLE + 2}v${bar(s[0])}`)).join("");
  const unknown = seconds
    .map(
      (s, i) =>
        (s[1] === null && s[6] ? `M${x(i) + STEP / 2} ${MIDDLE - 1}v-3` : "") +
        (s[0] === null && s[5] ? `M${x(i) + STEP / 2} ${MIDDLE + 2}v3` : ""),
    )
    .join("");
  return html`<figure class="strip">
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${t.name}>
      ${runs(seconds, 2).map(([a, b]) => html`<rect class="over" x=${x(a)} y="0" width=${(b - a) * STEP}
        height=${HEIGHT} />`)}
      <path class="s-unknown" d=${unknown} /><path class="s-them" d=${them} /><path class="s-you" d=${you} />
      <path class="zero to-come" d=${`M0 ${MIDDLE + 0.5}H${x(0)}`} /><path class="zero"
        d=${`M${x(0)} ${MIDDLE + 0.5}H${WIDTH}`} />
      ${runs(seconds, 3).map(([a, b]) => html`<path class="hold"
        d=${`M${x(a)} ${MIDDLE - 5}H${x(b)}M${x(a)} ${MIDDLE + 6}H${x(b)}`} />`)}
    </svg>
    ${runs(seconds, 4).map(([a]) => html`<i class="told" style=${{ left: `${(x(a) / WIDTH) * 100}%` }}></i>`)}
    <figcaption class="axis" aria-hidden="true"><span>${t.from}</span><span>${t.middle}</span><span>${t.now}</span>
      </figcaption></figure>`;
}

/** Height of a second's bar: −6 dB hardly, +12 dB all of it. @param {number} db over the usual */
function bar(db) {
  return Math.max(2.5, Math.min(24, 8 + db * 1.35));
}

/** First and behind-last second of each run in which a field is set. @param {StripSecond[]} seconds @param {2 | 3 | 4} field */
function runs(seconds, field) {
  /** @type {[number, number][]} */
  const found = [];
  seconds.forEach((second, index) => {
    if (!second[field]) return;
    const last = found[found.length - 1];
    if (last && last[1] === index) last[1] = index + 1;
    else found.push([index, index + 1]);
  });
  return found;
}
