/** What was typed to search, and the calls in which it was said. */

/** @import { FoundCalls } from "../messages.js" */

import { batch, signal } from "@preact/signals";
import { ApiError, callsWith } from "../lib/api.js";
import { review as t } from "../text.js";

const PAUSE_MS = 200;
const LETTER = /[\p{L}\p{N}]/u;
const NOT_LATIN = /[^\0-\u024f]/;

export class WordSearch {
  typed = signal("");
  /** null where nothing was looked for, or it went wrong. */
  found = signal(/** @type {FoundCalls | null} */ (null));
  error = signal("");
  looking = signal(false);
  #timer = 0;

  /** Looks once typing pauses. @param {string} text */
  type(text) {
    batch(() => {
      this.typed.value = text;
      this.looking.value = isWord(text.trim());
      this.error.value = !text.trim() || LETTER.test(text) ? "" : t.noWord;
      if (!this.looking.value) this.found.value = null;
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), PAUSE_MS);
  }

  /** Looks now, or again: calls end and are heard again. */
  async look() {
    const asked = this.typed.value.trim();
    if (!isWord(asked)) return;
    try {
      this.#answer(asked, await callsWith(asked), "");
    } catch (error) {
      this.#answer(asked, null, error instanceof ApiError && error.status ? error.message : t.failed);
    }
  }

  /** Shows it, unless something else was typed since. @param {string} asked @param {FoundCalls | null} found @param {string} error */
  #answer(asked, found, error) {
    if (asked !== this.typed.value.trim()) return;
    batch(() => {
      this.found.value = found;
      this.error.value = error;
      this.looking.value = false;
    });
  }
}

/** One Latin letter is no word yet. @param {string} text */
function isWord(text) {
  return LETTER.test(text) && (text.length > 1 || NOT_LATIN.test(text));
}
