/** The words of one turn: partial ones grey, matched ones underlined, pauses as dots, hatch where both talk. */

/** @import { Token } from "../lib/typeset.js" */

import { html } from "htm/preact";
import { transcript as t } from "../text.js";

/** @param {{ tokens: Token[] }} props */
export function TurnWords({ tokens }) {
  return html`${pieces(tokens).map((piece) => {
    if (piece.kind === "gap") return html`<i class="gap"><span class="sr">${t.pause}</span></i> `;
    if (piece.kind === "cut") return html`<i class="cut"><span class="sr">${t.both}</span></i> `;
    if (piece.heard) return html`<mark class=${`${piece.heard}${piece.part ? " part" : ""}`}>${piece.text}</mark> `;
    return piece.part ? html`<span class="part">${piece.text}</span> ` : `${piece.text} `;
  })}`;
}

/**
 * Words that look alike in one piece.
 * @param {Token[]} tokens
 */
function pieces(tokens) {
  /** @type {({ kind: "gap" } | { kind: "cut" } | { kind: "words", text: string, part: boolean, heard: string })[]} */
  const found = [];
  for (const token of tokens) {
    const last = found[found.length - 1];
    if (token.kind !== "word") found.push({ kind: token.kind });
    else if (last?.kind === "words" && last.part === token.part && last.heard === token.heard)
      last.text += ` ${token.text}`;
    else found.push({ kind: "words", text: token.text, part: token.part, heard: token.heard });
  }
  return found;
}
