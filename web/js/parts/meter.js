/**
 * A voice against its own usual, the centre tick: thick bar loudness, thin bar pace.
 * The band is ±3 dB, small steps stand at ±6 dB; past +6 dB the bar turns orange.
 */

/** @import { VoiceNow } from "../messages.js" */

import { html } from "htm/preact";
import { BAND_DB, RANGE_DB, STEP_DB, isKnown, learnt, levelWord, paceWord } from "../lib/voice.js";
import { voice as t } from "../text.js";

const PERCENT_PER_DB = 4;

/** @typedef {{ voice: VoiceNow | null, side: "you" | "them", name: string, small?: boolean }} MeterProps */

/** @param {MeterProps} props */
export function Meter({ voice, side, name, small = false }) {
  const width = small ? 62 : 170;
  const half = width / 2;
  const px = (/** @type {number} */ db) => (Math.min(RANGE_DB, Math.abs(db)) / RANGE_DB) * half;
  const known = isKnown(voice);
  const [thick, thin, height] = small ? [8, 3, 16] : [11, 4, 26];
  const base = small ? 9.5 : 15.5;
  const quiet = voice && !voice.speaking ? " resting" : "";
  return html`<svg class=${`meter${quiet}${known ? "" : " unknown"}`} viewBox=${`0 0 ${width} ${height}`} role="img"
      aria-label=${meterWords(voice, name)}>
    <rect class="band" x=${half - px(BAND_DB)} y="0" width=${2 * px(BAND_DB)} height=${height} />
    <path class="base" d=${`M0 ${base}H${width}`} />
    ${!small && html`<path class="step"
      d=${`M${half - px(STEP_DB)} ${base - 2}v4M${half + px(STEP_DB)} ${base - 2}v4`} />`}
    ${known ? bars(voice, side, half, px, thick, thin) : learning(voice, width, base)}
    <path class="tick" d=${`M${half} -1v${height + 2}`} /></svg>`;
}

/**
 * @param {VoiceNow | null} voice @param {"you" | "them"} side @param {number} half
 * @param {(db: number) => number} px @param {number} thick @param {number} thin
 */
function bars(voice, side, half, px, thick, thin) {
  const db = voice?.level_over_baseline_db ?? 0;
  const pace = (voice?.pace_over_usual_percent ?? 0) / PERCENT_PER_DB;
  const over = Math.max(0, px(Math.max(0, db)) - px(STEP_DB));
  return html`
    <rect class=${`bar-level f-${side}`} x=${half} y="2" width="1" height=${thick} style=${scaled(db, px(db), half)} />
    <rect class="past" x=${half + px(STEP_DB)} y="2" width=${over} height=${thick} />
    <rect class=${`pace f-${side}`} x=${half} y=${thick + (thin > 3 ? 6 : 3)} width="1" height=${thin}
      style=${scaled(pace, px(pace), half)} />`;
}

/** A bar one unit wide, stretched from the tick: so that it can ease. @param {number} value @param {number} width @param {number} half */
function scaled(value, width, half) {
  return { transform: `scaleX(${value < 0 ? -width : width})`, transformOrigin: `${half}px 0` };
}

/** How much of the usual is known yet. @param {VoiceNow | null} voice @param {number} width @param {number} base */
function learning(voice, width, base) {
  const known = learnt(voice);
  return known > 0 ? html`<path class="learnt" d=${`M0 ${base}H${width * known}`} />` : null;
}

/** Words beside a meter: loudness, then pace. @param {VoiceNow | null} voice */
export function voiceWords(voice) {
  if (!isKnown(voice)) {
    const percent = Math.round(100 * learnt(voice));
    return { level: t.level.unknown, pace: percent > 0 ? t.learning(percent) : "" };
  }
  const db = voice?.level_over_baseline_db ?? null;
  return {
    level: db === null ? (voice?.speaking ? t.started : t.silent) : t.level[levelWord(db)],
    pace: t.pace[paceWord(voice?.pace_over_usual_percent)],
  };
}

/** @param {VoiceNow | null} voice @param {string} name */
function meterWords(voice, name) {
  const { level, pace } = voiceWords(voice);
  return t.name(name, level, pace);
}
