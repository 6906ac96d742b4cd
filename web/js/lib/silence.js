/** Where nobody speaks: what playback may skip. */

/** @typedef {{ start: number, end: number }} Stretch */

const LEAST_SECONDS = 1.2;
const LEAD_SECONDS = 0.25;

/**
 * @param {readonly Stretch[]} speech of either side, in any order
 * @param {number} seconds the call's length
 * @returns {Stretch[]} silent stretches worth skipping
 */
export function silences(speech, seconds) {
  /** @type {Stretch[]} */
  const found = [];
  let end = 0;
  for (const span of [...speech].sort((a, b) => a.start - b.start)) {
    if (span.start - end >= LEAST_SECONDS) found.push({ start: end, end: span.start });
    end = Math.max(end, span.end);
  }
  if (seconds - end >= LEAST_SECONDS) found.push({ start: end, end: seconds });
  return found;
}

/**
 * Where to go on from a moment in silence; null where there is nothing to skip.
 * @param {readonly Stretch[]} found @param {number} at
 */
export function skipTo(found, at) {
  const here = found.find((each) => at >= each.start + LEAD_SECONDS && at < each.end - LEAD_SECONDS);
  return here ? here.end - LEAD_SECONDS : null;
}
