/** One ended call as review draws it, from its stored events. */

/** @import { AnyEvent, CallDetail, Channel, Cue, Escalation, Fault, Flag, Hold, Level, Overlap, Prompt, Speech, Utterance } from "../messages.js" */
/** @import { Turn } from "../lib/typeset.js" */
/** @typedef {{ id: string, at: number, prompt: Prompt, reason: string, shown: number | null, closed: number | null, why: string }} PromptStory */
/** @typedef {{ id: string, at: number, cue: Cue, start: number, end: number | null }} CueStory */
/** @typedef {{ start: number, end: number }} Stretch */
/**
 * @typedef {{ seconds: number, speech: Speech[], both: Stretch[], holds: Stretch[], heat: [number, number][],
 *   levels: { at: number, level: Level }[], turns: Turn[], overlaps: Overlap[], prompts: PromptStory[], cues: CueStory[],
 *   flags: Flag[], faults: Fault[] }} CallModel
 */

import { turnsOf } from "../lib/typeset.js";

const DRAWN_APART = new Set(["smooth_switch", "simultaneous"]);

/**
 * @param {CallDetail} detail
 * @param {"second" | "live"} [words] of the second hearing, where there are some, or as heard live
 * @returns {CallModel}
 */
export function modelOf({ call, events, second_pass }, words = "live") {
  const overlaps = [...latest(of(events, "overlap")).values()].sort((a, b) => a.start - b.start);
  const again = words === "second" && second_pass?.utterances.length ? second_pass.utterances : null;
  const utterances = again ?? spoken(of(events, "utterance"));
  const cues = cueStories(of(events, "cue"));
  const weighed = cues.flatMap((each) => each.cue.evidence.heard ?? []).filter((each) => each.heat);
  const heard = [...weighed, ...of(events, "prompt").flatMap((each) => each.receipt.heard ?? [])];
  const speech = of(events, "speech");
  const flags = [...latest([...of(events, "flag"), ...call.flags]).values()].filter((flag) => flag.state === "open");
  return {
    seconds: Math.max(call.seconds, ...events.map((event) => event.at), 1),
    speech,
    both: bothSpeaking(speech),
    holds: holdStretches(of(events, "hold"), call.seconds),
    heat: of(events, "escalation").map((each) => [each.at, each.score]),
    levels: levelChanges(of(events, "escalation")),
    turns: turnsOf(
      utterances,
      heard,
      overlaps.filter((each) => !DRAWN_APART.has(each.label)),
    ),
    overlaps,
    prompts: promptStories(of(events, "prompt")),
    cues,
    flags: flags.sort((a, b) => a.at - b.at),
    faults: of(events, "fault").filter((each) => each.state !== "off"),
  };
}

/**
 * @template {AnyEvent["type"]} T
 * @param {readonly AnyEvent[]} events @param {T} type
 * @returns {Extract<AnyEvent, { type: T }>[]}
 */
function of(events, type) {
  return /** @type {any} */ (events.filter((event) => event.type === type));
}

/** Each id's newest state. @template {{ id: string }} T @param {readonly T[]} events @returns {Map<string, T>} */
function latest(events) {
  return new Map(events.map((event) => [event.id, event]));
}

/** A final utterance stands for the partial ones of its channel and start. @param {Utterance[]} utterances */
function spoken(utterances) {
  /** @type {Map<string, Utterance>} */
  const kept = new Map();
  for (const each of utterances) {
    const key = `${each.channel} ${each.start}`;
    if (each.final || !kept.get(key)?.final) kept.set(key, each);
  }
  return [...kept.values()];
}

/** @param {Prompt[]} events @returns {PromptStory[]} */
function promptStories(events) {
  /** @type {Map<string, PromptStory>} */
  const stories = new Map();
  for (const event of events) {
    const story = stories.get(event.id) ?? {
      id: event.id,
      at: event.at,
      prompt: event,
      reason: "",
      shown: null,
      closed: null,
      why: "",
    };
    if (event.state === "shown" || event.state === "due") story.reason = event.reason;
    if (event.state === "shown") story.shown = story.at = event.at;
    if (event.state === "closed") [story.closed, story.why] = [event.at, event.reason];
    if (event.state === "withheld") story.why = event.reason;
    story.prompt = event;
    stories.set(event.id, story);
  }
  for (const story of stories.values()) {
    if (story.shown === null && story.prompt.state === "closed")
      story.shown = story.at = Math.min(story.at, story.prompt.receipt.end);
  }
  return [...stories.values()].sort((a, b) => a.at - b.at);
}

/** @param {Cue[]} events @returns {CueStory[]} */
function cueStories(events) {
  /** @type {Map<string, CueStory>} */
  const stories = new Map();
  for (const event of events) {
    const story = stories.get(event.id) ?? { id: event.id, at: event.at, cue: event, start: event.start, end: null };
    const bare = !event.evidence.measures?.length && !event.evidence.heard?.length;
    story.cue = bare ? { ...event, evidence: { ...story.cue.evidence, end: event.evidence.end } } : event;
    if (event.state === "closed") story.end = event.at;
    stories.set(event.id, story);
  }
  return [...stories.values()].sort((a, b) => a.at - b.at);
}

/** @param {Escalation[]} events */
function levelChanges(events) {
  return events
    .filter((event, index) => index > 0 && event.level !== events[index - 1].level)
    .map(({ at, level }) => ({ at, level }));
}

/** @param {Hold[]} events @param {number} end @returns {Stretch[]} */
function holdStretches(events, end) {
  /** @type {Stretch[]} */
  const found = [];
  let since = /** @type {number | null} */ (null);
  for (const event of events) {
    if (event.state === "on") since ??= event.at;
    else if (since !== null) {
      found.push({ start: since, end: event.at });
      since = null;
    }
  }
  return since === null ? found : [...found, { start: since, end }];
}

/** Where speech of one side lies over speech of the other. @param {Speech[]} speech @returns {Stretch[]} */
export function bothSpeaking(speech) {
  const side = (/** @type {Channel} */ channel) => speech.filter((each) => each.channel === channel);
  const customer = side("customer");
  return side("agent").flatMap((a) =>
    customer
      .map((c) => ({ start: Math.max(a.start, c.start), end: Math.min(a.end, c.end) }))
      .filter((each) => each.end - each.start > 0.1),
  );
}
