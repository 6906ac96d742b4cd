/** What a prompt or cue rests on, as rows of words: measured, against which usual, when, which words. */

/** @import { Evidence, Measure, Heard } from "../messages.js" */
/** @typedef {{ term: string, main: string, rest: string }} ReceiptRow */

import { humanise, moment, number } from "./format.js";
import { receipt as t, who } from "../text.js";

const RELATIVE_UNITS = new Set(["dBFS", "dB", "st"]);

/**
 * @param {Evidence} evidence
 * @returns {ReceiptRow[]}
 */
export function receiptRows(evidence) {
  const measures = evidence.measures ?? [];
  const rows = withoutRepeats(measures).map(measureRow);
  rows.push(...heardRows(evidence.heard ?? []));
  if (evidence.end > evidence.start) {
    const length = number(evidence.end - evidence.start);
    rows.push({ term: t.when, main: "", rest: t.at(moment(evidence.start), moment(evidence.end), length) });
  }
  return rows;
}

/** A measure given over the usual is dropped where the same comes with its usual. @param {Measure[]} measures */
function withoutRepeats(measures) {
  const full = new Set(measures.filter((each) => each.usual !== undefined).map((each) => each.name));
  return measures.filter(
    (each) => !full.has(each.name.replace(/_over_usual$/, "")) || !each.name.endsWith("_over_usual"),
  );
}

/** @param {Measure} measure @returns {ReceiptRow} */
function measureRow(measure) {
  const term = /** @type {Record<string, string>} */ (t.measures)[measure.name] ?? humanise(measure.name);
  const { value, unit, usual, limit } = measure;
  const rest = [];
  let main = quantity(value, unit);
  if (isNumber(usual) && RELATIVE_UNITS.has(unit)) {
    const over = value - usual;
    const size = quantity(Math.abs(over), unit === "dBFS" ? "dB" : unit);
    main = over < 0 ? t.under(size) : t.over(size);
    if (unit === "dBFS") rest.push(`${number(value)} dBFS, ${t.usual(number(usual))}`);
  } else if (isNumber(usual)) {
    rest.push(t.usual(number(usual)));
  } else if (measure.name.endsWith("_over_usual")) {
    main = t.over(main);
  }
  if (isNumber(limit)) rest.push(t.limitOf(number(limit)));
  return { term, main, rest: rest.join(", ") };
}

/** The same words said twice are one row. @param {Heard[]} heard @returns {ReceiptRow[]} */
function heardRows(heard) {
  /** @type {Map<string, Heard[]>} */
  const same = new Map();
  for (const each of heard) {
    const key = `${each.channel} ${each.words}`;
    same.set(key, [...(same.get(key) ?? []), each]);
  }
  return [...same.values()].map((all) => ({
    term: t.heard,
    main: t.quote(all[0].words),
    rest: t.heardAt(
      who[all[0].channel],
      all.map((each) => moment(each.start)),
      /** @type {Record<string, string>} */ (t.phrases)[all[0].rule] ?? humanise(all[0].rule).toLowerCase(),
    ),
  }));
}

/** @param {number} value @param {string} unit */
function quantity(value, unit) {
  const said = /** @type {Record<string, string>} */ (t.units)[unit] ?? unit;
  return `${number(value)} ${said}`.trim();
}

/** @param {number | null | undefined} value @returns {value is number} */
function isNumber(value) {
  return value !== null && value !== undefined;
}
