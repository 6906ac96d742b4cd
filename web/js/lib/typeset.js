/**
 * A transcript set like a play: who in the margin, a raised dot for a pause, a hatch where both
 * talked. The recogniser gives no punctuation, so none is invented.
 */

/** @import { Channel, Utterance, Heard } from "../messages.js" */
/** @typedef {{ channel: Channel, start: number, end: number }} Span a stretch in which both talk; `channel` came in */
/**
 * @typedef {{ text: string, start: number, end: number, part: boolean }} Read a word or several, as they are read
 * @typedef {{ kind: "word", text: string, start: number, end: number, part: boolean, heard: "" | "lifts" | "helps" | "quoted" }
 *         | { kind: "gap" } | { kind: "cut" }} Token
 * @typedef {{ key: string, channel: Channel, start: number, end: number, tokens: Token[] }} Turn
 */

const GAP_SECONDS = 0.4;
const SAME_TURN_SECONDS = 2;
const LEAST_BOTH_SECONDS = 0.15;
const SLACK_SECONDS = 0.03;

/**
 * @param {readonly Utterance[]} utterances
 * @param {readonly Heard[]} heard matched words
 * @param {readonly Span[]} both
 * @returns {Turn[]} by start
 */
export function turnsOf(utterances, heard, both) {
  /** @type {Turn[]} */
  const turns = [];
  for (const utterance of [...utterances].sort((a, b) => a.start - b.start)) {
    if (!utterance.words.length && !utterance.text) continue;
    const tokens = tokensOf(utterance, heard, both);
    const last = turns[turns.length - 1];
    if (last && last.channel === utterance.channel && utterance.start - last.end < SAME_TURN_SECONDS) {
      if (utterance.start - last.end >= GAP_SECONDS) last.tokens.push({ kind: "gap" });
      last.tokens.push(...tokens);
      last.end = Math.max(last.end, utterance.end);
    } else {
      const key = `${utterance.channel} ${utterance.start}`;
      turns.push({ key, channel: utterance.channel, start: utterance.start, end: utterance.end, tokens });
    }
  }
  for (const turn of turns) capitalise(turn.tokens);
  return turns;
}

/**
 * Stretches in which words of both sides lie over each other.
 * @param {readonly Utterance[]} utterances
 * @returns {Span[]}
 */
export function bothTalking(utterances) {
  /** @type {Span[]} */
  const spans = [];
  const agent = runs(utterances, "agent");
  const customer = runs(utterances, "customer");
  for (const a of agent) {
    for (const c of customer) {
      const start = Math.max(a.start, c.start);
      const end = Math.min(a.end, c.end);
      if (end - start < LEAST_BOTH_SECONDS) continue;
      spans.push({ channel: a.start >= c.start ? "agent" : "customer", start, end });
    }
  }
  return spans.sort((x, y) => x.start - y.start);
}

/** @param {readonly Utterance[]} utterances @param {Channel} channel */
function runs(utterances, channel) {
  /** @type {{ start: number, end: number }[]} */
  const found = [];
  const words = utterances.filter((u) => u.channel === channel).flatMap((u) => u.words);
  for (const word of words.sort((a, b) => a.start - b.start)) {
    const last = found[found.length - 1];
    if (last && word.start - last.end < GAP_SECONDS) last.end = Math.max(last.end, word.end);
    else found.push({ start: word.start, end: word.end });
  }
  return found;
}

/**
 * @param {Utterance} utterance
 * @param {readonly Heard[]} heard
 * @param {readonly Span[]} both
 */
function tokensOf(utterance, heard, both) {
  /** @type {Token[]} */
  const tokens = [];
  const words = utterance.words.length ? asRead(utterance) : wordsOf(utterance);
  const cuts = both.filter((span) => span.start < utterance.end && span.end > utterance.start);
  let previous = /** @type {Read | null} */ (null);
  for (const word of words) {
    if (previous && word.start - previous.end >= GAP_SECONDS) tokens.push({ kind: "gap" });
    while (cuts.length && (word.start + word.end) / 2 >= cuts[0].start) {
      cuts.shift();
      tokens.push({ kind: "cut" });
    }
    tokens.push({
      kind: "word",
      text: word.text,
      start: word.start,
      end: word.end,
      part: word.part,
      heard: heardAs(word, utterance.channel, heard),
    });
    previous = word;
  }
  if (cuts.length) tokens.push({ kind: "cut" });
  return tokens;
}

/**
 * Whether a word belongs to a phrase that lifts the level, that cools the call, or that a prompt quotes.
 * @param {Read} word @param {Channel} channel @param {readonly Heard[]} heard @returns {"" | "lifts" | "helps" | "quoted"}
 */
function heardAs(word, channel, heard) {
  const found = heard.filter(
    (each) =>
      each.channel === channel && word.start >= each.start - SLACK_SECONDS && word.end <= each.end + SLACK_SECONDS,
  );
  if (found.length === 0) return "";
  if (found.some((each) => (each.heat ?? 0) > 0)) return "lifts";
  return found.some((each) => (each.heat ?? 0) < 0) ? "helps" : "quoted";
}

/** Words, some of them joined; `part`: they may still change. @param {Utterance} utterance @returns {Read[]} */
function asRead(utterance) {
  const unsure = (/** @type {number} */ place) => !utterance.final && place >= utterance.stable;
  /** @type {Read[]} */
  const read = utterance.words.map(({ text, start, end }, place) => ({ text, start, end, part: unsure(place) }));
  for (const { first, count, text } of [...(utterance.joined ?? [])].reverse()) {
    const last = first + count - 1;
    read.splice(first, count, { text, start: read[first].start, end: read[last].end, part: unsure(last) });
  }
  return read;
}

/** Words of an utterance that came as text alone. @param {Utterance} utterance @returns {Read[]} */
function wordsOf(utterance) {
  const { start, end } = utterance;
  return utterance.text
    .split(/\s+/)
    .filter(Boolean)
    .map((text) => ({ text, start, end, part: !utterance.final }));
}

/** @param {Token[]} tokens */
function capitalise(tokens) {
  const first = tokens.find((token) => token.kind === "word");
  if (first?.kind === "word") first.text = first.text.charAt(0).toLocaleUpperCase() + first.text.slice(1);
}
