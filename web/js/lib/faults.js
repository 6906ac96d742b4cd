/** Faults of a call as one line each: what still works, and what is off. */

/** @import { Fault, ServiceState } from "../messages.js" */

import { humanise, languageName } from "./format.js";
import { faults as t, service as s, wordsFrom as w, who } from "../text.js";

/**
 * @param {readonly Fault[]} faults open ones
 * @param {string} language code
 * @returns {string[]}
 */
export function faultLines(faults, language) {
  return faults.map((fault) => {
    const say = /** @type {Record<string, (language: string, side: string) => string>} */ (/** @type {unknown} */ (t))[
      fault.kind
    ];
    const side = fault.channel ? who[fault.channel].toLowerCase() : "";
    if (!say || fault.kind === "other") return t.other(humanise(fault.kind), fault.switches_off);
    return say(languageName(language), side);
  });
}

/**
 * What is wrong with the service itself, where a page should say it.
 * @param {ServiceState | null} service
 * @param {{ recogniser?: boolean, from?: string }} [asked] `recogniser`: say why no words are heard, where no call's own
 *   faults do; `from`: where the one call's words come from, as only Vosk warms up
 */
export function serviceLines(service, { recogniser = false, from = "vosk" } = {}) {
  if (!service) return [];
  const lines = [];
  if (service.trouble) lines.push(sentence(service.trouble));
  if (recogniser && service.recogniser === "off" && service.off_because) lines.push(sentence(service.off_because));
  if (service.recogniser === "warming" && from.startsWith("vosk")) lines.push(s.warming);
  if (service.lost_rows > 0) lines.push(s.lostRows(service.lost_rows));
  return lines;
}

/** Where a call's words come from, small; empty where a fault says it already. @param {string} from `vosk MODEL`, `file`, `none` */
export function wordsFromLine(from) {
  if (/^file\b/.test(from)) return w.file;
  if (from === "none" || !from) return "";
  return w.engine(engineName(from));
}

/** A model as people call it. @param {string} from `vosk MODEL`, `whisper MODEL` */
export function engineName(from) {
  return from.replace(/^vosk (vosk-model-)?/, "Vosk ").replace(/^whisper /, "Whisper ");
}

/** @param {string} words */
function sentence(words) {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
