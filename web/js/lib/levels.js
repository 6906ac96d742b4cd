/** The call's four levels: their order, their borders on the score, and which way the score goes. */

/** @import { Level, Trend, Borders } from "../messages.js" */

/** @type {readonly Level[]} */
export const LEVELS = ["calm", "watch", "raised", "escalated"];

/** Scores at which a level is entered, where the service does not say. @type {Borders} */
export const BORDERS = { watch: 0.3, raised: 0.6, escalated: 0.78 };

const TREND_SECONDS = 10;
const TREND_STEP = 0.05;

/** 0 calm to 3 escalated. @param {Level} level */
export function rank(level) {
  return LEVELS.indexOf(level);
}

/**
 * Whether the score rose or fell over the last ten seconds.
 * @param {readonly number[]} heat score once a second, oldest first
 * @returns {Trend}
 */
export function trend(heat) {
  if (heat.length < 2) return "steady";
  const newest = heat[heat.length - 1];
  const before = heat[Math.max(0, heat.length - 1 - TREND_SECONDS)];
  if (newest - before >= TREND_STEP) return "rising";
  return before - newest >= TREND_STEP ? "falling" : "steady";
}
