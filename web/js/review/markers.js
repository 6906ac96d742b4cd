/** What stands on the two marker lanes and in the list of what happened. */

/** @import { CallModel, CueStory, PromptStory } from "./model.js" */
/** @import { Flag, Overlap } from "../messages.js" */
/** @import { IconName } from "../parts/icons.js" */
/**
 * @typedef {{ id: string, at: number, lane: "prompts" | "cues", icon: IconName, faint: boolean, title: string,
 *   prompt?: PromptStory, cue?: CueStory, overlap?: Overlap, flag?: Flag }} Marker
 * @typedef {{ at: number, icon?: IconName, level?: import("../messages.js").Level, text: string, rest: string, marker?: Marker }} Moment
 */

import { humanise } from "../lib/format.js";
import { outcomeWord } from "../lib/outcome.js";
import { cues as c, levels, overlaps as o, receipt as r, review as t, who } from "../text.js";

const QUIET_LABELS = new Set(["smooth_switch", "simultaneous", "other"]);

/** @param {CallModel} model @returns {Marker[]} */
export function markersOf(model) {
  return [
    ...model.prompts.map(promptMarker),
    ...model.cues.map(cueMarker),
    ...model.overlaps.filter((each) => !QUIET_LABELS.has(each.label)).map(overlapMarker),
    ...model.flags.map(flagMarker),
  ].sort((a, b) => a.at - b.at);
}

/** Level changes, prompts shown, flags and holds, by time. @param {CallModel} model @param {Marker[]} markers @returns {Moment[]} */
export function momentsOf(model, markers) {
  /** @type {Moment[]} */
  const moments = markers
    .filter((marker) => (marker.prompt && !marker.faint) || marker.flag)
    .map((marker) => ({
      at: marker.at,
      icon: marker.icon,
      text: marker.title,
      rest: marker.prompt ? outcomeWord(marker.prompt.prompt) : "",
      marker,
    }));
  for (const { at, level } of model.levels) moments.push({ at, level, text: levels[level], rest: t.reached });
  for (const hold of model.holds)
    moments.push(
      { at: hold.start, icon: "hold", text: t.hold, rest: "" },
      { at: hold.end, icon: "play", text: t.resumed, rest: "" },
    );
  return moments.sort((a, b) => a.at - b.at);
}

/** @param {string} kind */
export function cueName(kind) {
  return /** @type {Record<string, string>} */ (c)[kind] ?? humanise(kind);
}

/** @param {string} label */
export function overlapName(label) {
  return /** @type {Record<string, string>} */ (o)[label] ?? humanise(label).toLowerCase();
}

/** @param {PromptStory} story @returns {Marker} */
function promptMarker(story) {
  const icon = story.prompt.urgency === "now" ? "urgent" : "whisper";
  return {
    id: story.id,
    at: story.at,
    lane: "prompts",
    icon,
    faint: story.shown === null,
    title: story.prompt.text,
    prompt: story,
  };
}

/** @param {CueStory} story @returns {Marker} */
function cueMarker(story) {
  const { kind, channel, evidence } = story.cue;
  const words = kind === "phrase" && evidence.heard?.length ? r.quote(evidence.heard[0].words) : cueName(kind);
  const side = channel && kind !== "vocal_arousal" ? `, ${who[channel].toLowerCase()}` : "";
  return { id: story.id, at: story.at, lane: "cues", icon: "cue", faint: false, title: words + side, cue: story };
}

/** @param {Overlap} overlap @returns {Marker} */
function overlapMarker(overlap) {
  const title = `${humanise(overlapName(overlap.label))}, ${who[overlap.channel].toLowerCase()}`;
  return {
    id: overlap.id,
    at: overlap.start,
    lane: "cues",
    icon: overlap.counted ? "cue" : "out",
    faint: !overlap.counted,
    title,
    overlap,
  };
}

/** @param {Flag} flag @returns {Marker} */
function flagMarker(flag) {
  return { id: flag.id, at: flag.at, lane: "cues", icon: "flag", faint: false, title: flag.reason, flag };
}
