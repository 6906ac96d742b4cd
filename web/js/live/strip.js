/** The last two minutes, a second a step, kept up from the meters as the service keeps it. */

/** @import { Levels, StripSecond, VoiceNow } from "../messages.js" */

export const STRIP_SECONDS = 120;

/**
 * @param {readonly StripSecond[]} seconds oldest first
 * @param {number} last the call-clock second of the newest step
 * @param {Levels} levels
 * @param {boolean} prompt one is on show
 * @returns {{ seconds: StripSecond[], last: number }}
 */
export function addToStrip(seconds, last, levels, prompt) {
  const second = Math.floor(levels.at);
  const next = [...seconds];
  /** @type {StripSecond} */
  const now = [
    db(levels.agent),
    db(levels.customer),
    levels.overlap,
    levels.on_hold,
    prompt,
    levels.agent.speaking,
    levels.customer.speaking,
  ];
  if (next.length && second <= last) {
    next[next.length - 1] = merged(next[next.length - 1], now);
    return { seconds: next, last };
  }
  for (let missing = last + 1; next.length && missing < second && missing > second - STRIP_SECONDS; missing += 1) {
    next.push([null, null, false, false, false, false, false]);
  }
  next.push(now);
  return { seconds: next.slice(-STRIP_SECONDS), last: second };
}

/** Runs of talking at once in the newest `within` seconds. @param {readonly StripSecond[]} seconds @param {number} within */
export function overlapRuns(seconds, within) {
  let times = 0;
  let longest = 0;
  let run = 0;
  for (const second of seconds.slice(-within)) {
    run = second[2] ? run + 1 : 0;
    if (run === 1) times += 1;
    longest = Math.max(longest, run);
  }
  return { times, longest };
}

/** @param {StripSecond} a @param {StripSecond} b @returns {StripSecond} */
function merged(a, b) {
  return [louder(a[0], b[0]), louder(a[1], b[1]), a[2] || b[2], a[3] || b[3], a[4] || b[4], a[5] || b[5], a[6] || b[6]];
}

/** @param {number | null} a @param {number | null} b */
function louder(a, b) {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** @param {VoiceNow} voice */
function db(voice) {
  return voice.speaking ? voice.level_over_baseline_db : null;
}
