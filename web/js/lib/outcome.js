/** How a prompt stands or ended, in words and as an icon. */

/** @import { Prompt } from "../messages.js" */

import { clock } from "./format.js";
import { outcome as t } from "../text.js";

/** @param {Prompt} prompt in its newest state */
export function outcomeWord(prompt) {
  if (prompt.state === "shown") return prompt.after_call ? t.left : t.showing;
  if (prompt.state === "due") return t.waiting;
  return /** @type {Record<string, string>} */ (/** @type {unknown} */ (t))[prompt.reason] ?? prompt.reason;
}

/** @param {Prompt} prompt @returns {"dots" | "check" | "dash"} */
export function outcomeIcon(prompt) {
  if (prompt.after_call && prompt.state === "shown") return "check";
  if (prompt.state === "shown" || prompt.state === "due") return "dots";
  return prompt.reason === "mended" || prompt.reason === "got_it" ? "check" : "dash";
}

/** With the time since it ended. @param {Prompt} prompt @param {number} at the call's clock */
export function outcomeAgo(prompt, at) {
  const word = outcomeWord(prompt);
  return prompt.state === "closed" ? t.ago(word, clock(at - prompt.at)) : word;
}
