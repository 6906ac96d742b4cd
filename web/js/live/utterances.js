/** The newest utterances of a live call: a later one replaces an earlier partial of the same channel and start. */

/** @import { Utterance } from "../messages.js" */

const KEPT = 60;

/**
 * @param {readonly Utterance[]} utterances oldest first
 * @param {Utterance} said
 * @returns {Utterance[]}
 */
export function withUtterance(utterances, said) {
  const place = utterances.findLastIndex((each) => each.channel === said.channel && each.start === said.start);
  if (place < 0) return [...utterances, said].slice(-KEPT);
  if (utterances[place].final && !said.final) return [...utterances];
  const next = [...utterances];
  next[place] = said;
  return next;
}
