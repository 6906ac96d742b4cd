/** Seconds, moments and quantities as people read them. */

import { locale } from "../text.js";

/** Seconds of a call as `7:42` or `1:02:03`. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const tail = `${pad(whole % 60)}`;
  return hours ? `${hours}:${pad(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** A moment to the tenth, `5:12.4`. @param {number} seconds */
export function moment(seconds) {
  const tenths = Math.max(0, Math.floor(seconds * 10 + 1e-6));
  return `${clock(tenths / 10)}.${tenths % 10}`;
}

/** A quantity with at most one decimal, none from 10 on. @param {number} value */
export function number(value) {
  const rounded = Math.abs(value) >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10;
  return String(rounded).replace("-", "−");
}

/** With its sign, `+7` or `−2`. @param {number} value */
export function signed(value) {
  return value > 0 ? `+${number(value)}` : number(value);
}

/** Time of day. @param {Date} date @param {boolean} [seconds] */
export function timeOfDay(date, seconds = false) {
  const short = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return seconds ? `${short}:${pad(date.getSeconds())}` : short;
}

/**
 * The day as a person says it: the words given for today and yesterday, else `24 Nov`.
 * @param {Date} date @param {Date} now @param {{today: string, yesterday: string}} words
 */
export function day(date, now, words) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  return date.toLocaleDateString(locale, { day: "numeric", month: "short" });
}

/** A language's name in English, or its code where it has none. @param {string} code */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** `interruption_count` -> `Interruption count`. @param {string} name */
export function humanise(name) {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {number} value */
function pad(value) {
  return String(value).padStart(2, "0");
}

/** @param {Date} date */
function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
