/** One live call as signals: drawn from a snapshot, kept up by its events. */

/** @import { AnyEvent, CallCard, CallSnapshot, Checklist, Fault, Flag, Heard, Level, Overlap, Prompt, StripSecond, Utterance, VoiceNow } from "../messages.js" */
/** @import { Span } from "../lib/typeset.js" */

import { batch, computed, signal } from "@preact/signals";
import { bothTalking } from "../lib/typeset.js";
import { rank, trend } from "../lib/levels.js";
import { STRIP_SECONDS, addToStrip } from "./strip.js";
import { withUtterance } from "./utterances.js";

export class LiveCall {
  /** @type {CallCard} */
  card;
  at = signal(0);
  level = signal(/** @type {Level} */ ("calm"));
  levelSince = signal(0);
  topLevel = signal(/** @type {Level} */ ("calm"));
  score = signal(0);
  shares = signal(/** @type {Record<string, number>} */ ({}));
  heat = signal(/** @type {number[]} */ ([]));
  strip = signal(/** @type {StripSecond[]} */ ([]));
  agent = signal(/** @type {VoiceNow | null} */ (null));
  customer = signal(/** @type {VoiceNow | null} */ (null));
  onHold = signal(false);
  /** When this hold began; null where the page came later. */
  holdSince = signal(/** @type {number | null} */ (null));
  prompt = signal(/** @type {Prompt | null} */ (null));
  promptSince = signal(0);
  lastPrompt = signal(/** @type {Prompt | null} */ (null));
  /** For after the call, the most pressing first. */
  notes = signal(/** @type {Prompt[]} */ ([]));
  utterances = signal(/** @type {Utterance[]} */ ([]));
  heard = signal(/** @type {Heard[]} */ ([]));
  flags = signal(/** @type {Flag[]} */ ([]));
  faults = signal(/** @type {Fault[]} */ ([]));
  helpSince = signal(/** @type {number | null} */ (null));
  /** State of each item of the checklist that has one. */
  checklist = signal(/** @type {Map<string, Checklist>} */ (new Map()));
  quiet = signal(false);
  ended = signal(false);
  #overlaps = signal(/** @type {Map<string, Overlap>} */ (new Map()));
  #heatSecond = 0;
  #stripSecond = 0;

  trend = computed(() => trend(this.heat.value));
  /** @type {import("@preact/signals").ReadonlySignal<Span[]>} */
  both = computed(() => {
    const known = [...this.#overlaps.value.values()].filter((each) => each.label !== "smooth_switch");
    const words = bothTalking(this.utterances.value);
    const fresh = words.filter((w) => !known.some((k) => k.start < w.end && k.end > w.start));
    return [...known, ...fresh].sort((a, b) => a.start - b.start);
  });

  /** @param {CallSnapshot} snapshot */
  constructor(snapshot) {
    const { row } = snapshot;
    this.card = row.card;
    this.at.value = row.at;
    this.level.value = this.topLevel.value = row.level;
    this.levelSince.value = row.level_since;
    this.score.value = row.score;
    this.shares.value = row.shares;
    this.heat.value = row.heat;
    this.#heatSecond = Math.floor(snapshot.escalation?.at ?? row.at);
    this.strip.value = snapshot.strip;
    this.#stripSecond = Math.floor(snapshot.levels?.at ?? row.at);
    this.agent.value = row.agent_voice;
    this.customer.value = row.customer_voice;
    this.onHold.value = row.on_hold;
    this.prompt.value = snapshot.prompt;
    this.promptSince.value = snapshot.prompt?.at ?? 0;
    this.lastPrompt.value = row.last_prompt;
    this.utterances.value = snapshot.utterances;
    this.heard.value = snapshot.heard;
    this.flags.value = row.flags;
    this.faults.value = row.faults;
    this.helpSince.value = row.help_since;
    this.checklist.value = new Map(snapshot.checklist.map((each) => [each.item, each]));
    this.quiet.value = snapshot.quiet;
  }

  /** @param {AnyEvent} event */
  receive(event) {
    batch(() => {
      this.at.value = Math.max(this.at.value, event.at);
      this.#fold(event);
    });
  }

  /** @param {AnyEvent} event */
  #fold(event) {
    switch (event.type) {
      case "levels":
        return this.#levels(event);
      case "escalation":
        return this.#escalation(event);
      case "utterance":
        this.utterances.value = withUtterance(this.utterances.value, event);
        return;
      case "prompt":
        return this.#prompt(event);
      case "cue":
        return this.#listen((event.evidence.heard ?? []).filter((each) => each.heat));
      case "overlap":
        this.#overlaps.value = new Map(this.#overlaps.value).set(event.id, event);
        return;
      case "hold":
        this.onHold.value = event.state === "on";
        this.holdSince.value = event.state === "on" ? event.at : null;
        return;
      case "flag":
        this.flags.value = [...this.flags.value.filter((each) => each.id !== event.id), event];
        return;
      case "fault":
        return this.#fault(event);
      case "checklist":
        this.checklist.value = new Map(this.checklist.value).set(event.item, event);
        return;
      case "call_ended":
        this.ended.value = true;
        return;
      default:
    }
  }

  /** @param {Extract<AnyEvent, { type: "levels" }>} event */
  #levels(event) {
    this.agent.value = event.agent;
    this.customer.value = event.customer;
    this.onHold.value = event.on_hold;
    this.score.value = event.score;
    const step = addToStrip(this.strip.value, this.#stripSecond, event, this.prompt.value !== null);
    this.strip.value = step.seconds;
    this.#stripSecond = step.last;
    this.#warm(event.at, event.score);
    this.#setLevel(event.level, event.at);
  }

  /** @param {Extract<AnyEvent, { type: "escalation" }>} event */
  #escalation(event) {
    this.score.value = event.score;
    this.shares.value = event.shares;
    this.#warm(event.at, event.score);
    this.#setLevel(event.level, event.at);
  }

  /** @param {number} at @param {number} score */
  #warm(at, score) {
    const second = Math.floor(at);
    const kept = second > this.#heatSecond ? this.heat.value : this.heat.value.slice(0, -1);
    this.heat.value = [...kept, score].slice(-STRIP_SECONDS);
    this.#heatSecond = Math.max(second, this.#heatSecond);
  }

  /** @param {Level} level @param {number} at */
  #setLevel(level, at) {
    if (level !== this.level.value) this.levelSince.value = at;
    this.level.value = level;
    if (rank(level) > rank(this.topLevel.value)) this.topLevel.value = level;
  }

  /** @param {Prompt} event */
  #prompt(event) {
    if (event.after_call) {
      if (event.state === "shown") this.notes.value = [...this.notes.value, event];
    } else if (event.state === "shown") {
      this.prompt.value = this.lastPrompt.value = event;
      this.promptSince.value = event.at;
      this.#listen(event.receipt.heard ?? []);
    } else if (this.prompt.value?.id === event.id) {
      this.prompt.value = null;
      this.lastPrompt.value = event;
    }
  }

  /** @param {Heard[]} heard */
  #listen(heard) {
    const known = new Set(this.heard.value.map((each) => `${each.channel} ${each.start}`));
    const fresh = heard.filter((each) => !known.has(`${each.channel} ${each.start}`));
    if (fresh.length) this.heard.value = [...this.heard.value, ...fresh];
  }

  /** @param {Fault} event */
  #fault(event) {
    const others = this.faults.value.filter((each) => each.kind !== event.kind || each.channel !== event.channel);
    this.faults.value = event.state === "off" ? others : [...others, event];
  }
}
