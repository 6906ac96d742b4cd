/** How long to wait before each new try to reach the service. */

const FIRST_SECONDS = 0.5;
const LONGEST_SECONDS = 15;

/**
 * Doubles from half a second to fifteen, ±20 % so that pages do not all knock at once.
 * @param {number} attempt 0 for the first try after a loss
 * @param {() => number} [random] uniform in [0, 1)
 */
export function delaySeconds(attempt, random = Math.random) {
  const plain = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(attempt, 10));
  return plain * (0.8 + 0.4 * random());
}
