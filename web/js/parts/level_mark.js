/** The call's level: a shape that differs in outline and fill, and its word. */

/** @import { Level } from "../messages.js" */

import { html } from "htm/preact";
import { levels, level as t } from "../text.js";

const SHAPES = {
  calm: html`<circle cx="9" cy="9" r="6" fill="none" stroke="currentColor" stroke-width="2" />`,
  watch: html`<path class="fill" d="M2.5 9a6.5 6.5 0 0 0 13 0z" />
    <circle cx="9" cy="9" r="6.6" fill="none" stroke="currentColor" stroke-width="1.8" />
    <path d="M2.5 9h13" stroke="currentColor" stroke-width="1.8" />`,
  raised: html`<path class="fill edge" d="M9 1.6 17 16H1z" stroke-width="1.6" stroke-linejoin="round" />`,
  escalated: html`<path class="fill" d="M5.4 .4h7.2l5 5v7.2l-5 5H5.4l-5-5V5.4z" />
    <path class="cut-out" d="M9 4.2v5.6M9 12.4v1.7" stroke-width="2.3" />`,
};

/** The shape alone; `named` where no word stands beside it. @param {{ level: Level, named?: boolean }} props */
export function Mark({ level, named = false }) {
  const name = named ? { role: "img", "aria-label": t.name(levels[level]) } : { "aria-hidden": "true" };
  return html`<svg class=${`mark m-${level}`} viewBox="0 0 18 18" ...${name}>${SHAPES[level]}</svg>`;
}

/** Shape and word, and how long. @param {{ level: Level, detail?: string }} props */
export function LevelWord({ level, detail = "" }) {
  return html`<span class=${`level m-${level}`}><${Mark} level=${level} /><span class="lvl">${levels[level]}</span>
    ${detail && html`<span class="for">${detail}</span>`}</span>`;
}
