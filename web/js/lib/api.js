/** REST of the service; an answer that is no success becomes an error with the service's own words. */

/** @import { CallDetail, EndedCalls, Flag, FoundCalls, Peaks, ServiceState } from "../messages.js" */

export class ApiError extends Error {
  /** @param {number} status 0: not reached @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {string | null} before id of the last call of the page before @returns {Promise<EndedCalls>} */
export const endedCalls = (before = null) =>
  ask(`/api/calls?limit=50${before ? `&before=${encodeURIComponent(before)}` : ""}`);

/** Ended calls in which it was said. @param {string} words @returns {Promise<FoundCalls>} */
export const callsWith = (words) => ask(`/api/search?words=${encodeURIComponent(words)}`);

/** @returns {Promise<ServiceState>} */
export const serviceState = () => ask("/api/state");

/** @param {string} id @returns {Promise<CallDetail>} */
export const callDetail = (id) => ask(callPath(id));

/** @param {string} id @returns {Promise<Peaks>} */
export const peaks = (id) => ask(`${callPath(id)}/peaks?points=2000`);

/** @param {string} id */
export const audioPath = (id) => `${callPath(id)}/audio`;

/** @param {string} id @param {string} reason @returns {Promise<Flag>} */
export const flagCall = (id, reason) =>
  ask(`${callPath(id)}/flags`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reason }),
  });

/** @param {string} id */
const callPath = (id) => `/api/calls/${encodeURIComponent(id)}`;

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init) {
  let answer;
  try {
    answer = await fetch(path, init);
  } catch (error) {
    throw new ApiError(0, String(error));
  }
  if (!answer.ok) throw new ApiError(answer.status, (await answer.text()) || answer.statusText);
  return answer.json();
}
