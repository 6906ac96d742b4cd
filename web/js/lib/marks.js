/** Markers on a lane: those too near to point at apart become one with a count. */

/**
 * @template {{ at: number }} T
 * @param {readonly T[]} marks
 * @param {number} width of the lane, pixels
 * @param {number} seconds the lane's length
 * @param {number} [least] pixels between two markers
 * @returns {{ at: number, marks: T[] }[]}
 */
export function gather(marks, width, seconds, least = 24) {
  /** @type {{ at: number, marks: T[] }[]} */
  const groups = [];
  const apart = width > 0 && seconds > 0 ? (least / width) * seconds : 0;
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const last = groups[groups.length - 1];
    if (last && mark.at - last.at < apart) last.marks.push(mark);
    else groups.push({ at: mark.at, marks: [mark] });
  }
  return groups;
}

/**
 * The next mark after (or before) a moment.
 * @template {{ at: number }} T
 * @param {readonly T[]} marks
 * @param {number} at seconds
 * @param {1 | -1} way
 * @returns {T | undefined}
 */
export function neighbour(marks, at, way) {
  const sorted = [...marks].sort((a, b) => a.at - b.at);
  return way > 0 ? sorted.find((mark) => mark.at > at + 0.05) : sorted.findLast((mark) => mark.at < at - 0.05);
}

/**
 * Ticks of the axis: a round step that gives at most `most` of them.
 * @param {number} seconds @param {number} [most]
 */
export function axisTicks(seconds, most = 8) {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const step = steps.find((each) => seconds / each <= most) ?? 7200;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}
