/** Which words are being said at a moment. */

const LINGER_SECONDS = 0.08;
const LOOK_BACK = 8;

/**
 * @param {readonly { start: number, end: number }[]} words by start
 * @param {number} at seconds
 * @returns {number[]} places of the words said at that moment, of both sides
 */
export function wordsAt(words, at) {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle].start <= at) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (let place = low - 1; place >= Math.max(0, low - LOOK_BACK); place -= 1) {
    if (at < words[place].end + LINGER_SECONDS) found.unshift(place);
  }
  return found;
}
