/** The call's heat over time: a line, filled above the border of *raised*. */

/** @import { Borders, Level } from "../messages.js" */

import { html } from "htm/preact";
import { number } from "../lib/format.js";
import { BORDERS } from "../lib/levels.js";
import { heat as t, trends } from "../text.js";

const WIDTH = 200;
const HEIGHT = 50;

/**
 * @typedef {{ points: [number, number][], from: number, to: number, level: Level, name: string, borders?: Borders | null, escalated?: boolean }} HeatProps
 * points: seconds and score; level decides the colour of what is above *raised*.
 */

/** @param {HeatProps} props */
export function Heat({ points, from, to, level, name, borders, escalated = false }) {
  const { watch, raised, escalated: top } = borders ?? BORDERS;
  const x = (/** @type {number} */ at) => round(((at - from) / Math.max(1e-6, to - from)) * WIDTH);
  const y = (/** @type {number} */ score) => round(HEIGHT - Math.min(1, Math.max(0, score)) * HEIGHT);
  const line = points.map(([at, score], i) => `${i ? "L" : "M"}${x(at)} ${y(score)}`).join("");
  const lims = [watch, raised, ...(escalated ? [top] : [])];
  return html`<svg class=${`heat h-${level}`} viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none"
    role="img" aria-label=${name}>
    ${lims.map((lim) => html`<path class="lim" d=${`M0 ${y(lim)}H${WIDTH}`} />`)}
    <path class="hot" d=${above(points, raised, x, y)} />
    <path class="line" d=${line} /></svg>`;
}

/** The last two minutes, once a second. @param {{ scores: number[], level: Level, trend: keyof typeof trends, borders?: Borders | null }} props */
export function HeatStrip({ scores, level, trend, borders }) {
  /** @type {[number, number][]} */
  const points = scores.map((score, i) => [120 - scores.length + i + 1, score]);
  const name = t.name(trends[trend], number(scores[scores.length - 1] ?? 0));
  return html`<${Heat} points=${points} from=${0} to=${120} level=${level} name=${name} borders=${borders} />`;
}

/**
 * Outline of what lies above a border, cut where the line crosses it.
 * @param {[number, number][]} points @param {number} border
 * @param {(at: number) => number} x @param {(score: number) => number} y
 */
export function above(points, border, x, y) {
  let path = "";
  let open = false;
  points.forEach(([at, score], i) => {
    const [lastAt, lastScore] = points[i - 1] ?? [at, score];
    const crossing = lastScore === score ? at : lastAt + ((border - lastScore) / (score - lastScore)) * (at - lastAt);
    if (score > border && !open) {
      path += `M${x(i ? crossing : at)} ${y(border)}L${x(at)} ${y(score)}`;
      open = true;
    } else if (score > border) {
      path += `L${x(at)} ${y(score)}`;
    } else if (open) {
      path += `L${x(crossing)} ${y(border)}z`;
      open = false;
    }
  });
  return open ? `${path}L${x(points[points.length - 1][0])} ${y(border)}z` : path;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
