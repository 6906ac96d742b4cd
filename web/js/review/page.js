/** Review: ended calls beside the desk, and the keys of playback. */

/** @import { ReviewState } from "./state.js" */

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { bindKeys } from "../lib/keys.js";
import { KeyHelp } from "../parts/help.js";
import { PageBar } from "../parts/page_bar.js";
import { keys } from "../text.js";
import { Desk } from "./desk.js";
import { FlagDialog } from "./flag_dialog.js";
import { List } from "./list.js";
import { playStretch } from "./receipt.js";

/** @param {{ state: ReviewState }} props */
export function ReviewPage({ state }) {
  useEffect(() => bindKeys(reviewKeys(state)), [state]);
  return html`<div class="review"><${PageBar} page="review" /><${List} state=${state} /><${Desk} state=${state} /></div>
    <${FlagDialog} state=${state} /><${KeyHelp} rows=${keys.review} />`;
}

/** @param {ReviewState} state @returns {Record<string, () => void>} */
function reviewKeys(state) {
  const { player } = state;
  return {
    " ": () => player.toggle(),
    k: () => player.toggle(),
    j: () => player.seek(player.time.value - 5),
    l: () => player.seek(player.time.value + 5),
    p: () => state.step(1, true),
    "Shift+p": () => state.step(-1, true),
    "[": () => state.step(-1),
    "]": () => state.step(1),
    ",": () => player.changeSpeed(-1),
    ".": () => player.changeSpeed(1),
    s: () => (player.skipping.value = !player.skipping.value),
    r: () => playStretch(state),
    f: () => (state.flagging.value = state.detail.value !== null),
    "/": () => document.getElementById("search")?.focus(),
    Escape: () => {
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
      else state.picked.value = "";
    },
  };
}
