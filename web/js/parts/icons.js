/** Icons, 18 px, drawn with the text's colour. */

import { html } from "htm/preact";

const PATHS = {
  whisper: "M2.5 15.5V7A4.5 4.5 0 0 1 7 2.5h4A4.5 4.5 0 0 1 15.5 7v4a4.5 4.5 0 0 1-4.5 4.5z",
  urgent: "M5.7 1.5h6.6l4.2 4.2v6.6l-4.2 4.2H5.7l-4.2-4.2V5.7zM9 5.2v4.6M9 12.6v.2",
  hand: "M5.5 9.5V4a1.2 1.2 0 0 1 2.4 0v4-5.5a1.2 1.2 0 0 1 2.4 0V8 3.7a1.2 1.2 0 0 1 2.4 0v6.8c0 3.5-1.7 5.8-4.6 5.8-2.2 0-3.3-1-4.3-2.9L2.4 10.6c-.4-.9.9-1.7 1.6-.9z",
  check: "M3 9.5 7.2 13.7 15 5",
  dash: "M4 9h10",
  dots: "M3.5 9h.01M9 9h.01M14.5 9h.01",
  find: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zM12 12l4 4",
  line: "M2 9h2l1.5-4 3 9 3-11L14 9h2",
  off: "M3 3l12 12M6 9.5V5a3 3 0 0 1 6 0v4M4 9.5a5 5 0 0 0 7.5 4.3M9 14.5V17",
  unlinked: "M7 11l-2.5 2.5a2.8 2.8 0 0 1-4-4L3 7M11 7l2.5-2.5a2.8 2.8 0 0 1 4 4L15 11M6 3l1 2M12 15l-1-2",
  flag: "M4 16.5V2.5h9.5l-2 3.5 2 3.5H4",
  cue: "M9 3v12",
  out: "M9 3v12",
  close: "M4.5 4.5l9 9M13.5 4.5l-9 9",
  play: "M5 3l10 6-10 6z",
  pause: "M6 3.5v11M12 3.5v11",
  back: "M9 4 4 9l5 5M15 4l-5 5 5 5",
  on: "M9 4l5 5-5 5M3 4l5 5-5 5",
  down: "M4 7l5 5 5-5",
  words: "M3 5h12M3 9h12M3 13h7",
  theme: "M9 2.5a6.5 6.5 0 1 0 0 13zM9 2.5a6.5 6.5 0 0 1 0 13",
  moon: "M14.5 11A6.3 6.3 0 0 1 7 3.5a6.3 6.3 0 1 0 7.5 7.5z",
  sun: "M9 5.7a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6zM9 1.5v1.7M9 14.8v1.7M1.5 9h1.7M14.8 9h1.7M3.7 3.7l1.2 1.2M13.1 13.1l1.2 1.2M14.3 3.7l-1.2 1.2M4.9 13.1l-1.2 1.2",
  skip: "M3 3.5l6 5.5-6 5.5zM10 9h1M12.5 9h1M15 9h1",
  hold: "M6 4v10M12 4v10",
  up: "M9 15V3M4.5 7.5 9 3l4.5 4.5",
};
const FILLED = new Set(["play"]);
const THICK = new Set(["dots", "cue", "out"]);

/** @typedef {keyof typeof PATHS} IconName */

/** @param {{ name: IconName, filled?: boolean }} props */
export function Icon({ name, filled = FILLED.has(name) }) {
  return html`<svg class=${`icon icon-${name}`} viewBox="0 0 18 18" aria-hidden="true">
    <path d=${PATHS[name]} fill=${filled ? "currentColor" : "none"} stroke-width=${THICK.has(name) ? 2.4 : 1.75}
      stroke-dasharray=${name === "out" ? "2 3" : undefined} /></svg>`;
}

/** The product's sign: two voices against the centre tick. */
export function Brand() {
  return html`<svg class="sign" viewBox="0 0 22 22" aria-hidden="true">
    <path d="M11 1v20" stroke="currentColor" stroke-width="2.2" />
    <path class="f-them" d="M11 5h9v4h-9z" /><path class="f-you" d="M4 13h7v4H4z" /></svg>`;
}

/** What SVG parts share: the hatch that means "both at once". Once a page. */
export function Hatch() {
  return html`<svg class="sprite" aria-hidden="true"><defs>
    <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-line" width="1.6" height="4" /></pattern></defs></svg>`;
}
