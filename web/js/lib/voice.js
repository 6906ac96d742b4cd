/** A voice against its own usual, in words; the borders are those drawn on the meter. */

/** @import { VoiceNow } from "../messages.js" */
/** @typedef {"unknown" | "quieter" | "usual" | "louder" | "much_louder"} LevelWord */
/** @typedef {"unknown" | "slower" | "bit_slower" | "usual" | "bit_faster" | "faster"} PaceWord */

export const BAND_DB = 3;
export const STEP_DB = 6;
export const RANGE_DB = 12;
const MUCH_LOUDER_DB = 6.5;
/** A first usual stands after 5 s of voice, it is firm after 25 s: `usual_known` counts to the latter. */
const KNOWN_FROM = 0.2;
const BIT_PERCENT = 10;
const CLEAR_PERCENT = 25;

/** @param {number | null | undefined} db over the usual @returns {LevelWord} */
export function levelWord(db) {
  if (db === null || db === undefined) return "unknown";
  if (db >= MUCH_LOUDER_DB) return "much_louder";
  if (db >= BAND_DB) return "louder";
  return db <= -BAND_DB ? "quieter" : "usual";
}

/** @param {number | null | undefined} percent over the usual @returns {PaceWord} */
export function paceWord(percent) {
  if (percent === null || percent === undefined) return "unknown";
  if (percent >= CLEAR_PERCENT) return "faster";
  if (percent >= BIT_PERCENT) return "bit_faster";
  if (percent <= -CLEAR_PERCENT) return "slower";
  return percent <= -BIT_PERCENT ? "bit_slower" : "usual";
}

/** Nothing is held against a usual that is not there. @param {VoiceNow | null | undefined} voice */
export function isKnown(voice) {
  return learnt(voice) >= 1 || (voice?.level_over_baseline_db ?? null) !== null;
}

/** How near a usual is to being known, 0 to 1. @param {VoiceNow | null | undefined} voice */
export function learnt(voice) {
  return Math.min(1, (voice?.usual_known ?? 0) / KNOWN_FROM);
}

/** Both voices sit within their usual, as far as it is known. @param {(VoiceNow | null)[]} voices */
export function allUsual(voices) {
  return voices.every(
    (voice) =>
      isKnown(voice) &&
      levelWord(voice?.level_over_baseline_db) !== "louder" &&
      levelWord(voice?.level_over_baseline_db) !== "much_louder" &&
      levelWord(voice?.level_over_baseline_db) !== "quieter",
  );
}
