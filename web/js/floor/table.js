/** The floor's table: rows glide to a new place, and the focus stays on the call, not on the place. */

/** @import { FloorState } from "./state.js" */

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { floor as t } from "../text.js";
import { Row } from "./row.js";

const GLIDE_MS = 600;
const COLUMNS = /** @type {const} */ (["level", "agent", "time", "heat", "voices", "talk", "prompt", "flags"]);

/** @param {{ state: FloorState }} props */
export function Table({ state }) {
  const body = useRef(/** @type {HTMLTableSectionElement | null} */ (null));
  const rows = state.shown.value;
  useGlide(body, rows.map((row) => row.card.call_id).join(" "));
  const focus = (/** @type {boolean} */ inside) => () => (state.hasFocus = inside);
  const point = (/** @type {boolean} */ inside) => () => (state.pointed = inside);
  return html`<div class="scroll" onPointerEnter=${point(true)} onPointerLeave=${point(false)}>
    <table class="calls" role="grid" aria-label=${t.caption} onFocusCapture=${focus(true)}
      onBlurCapture=${focus(false)}>
    <colgroup><col class="k-mark" />${COLUMNS.map((name) => html`<col class=${`k-${name}`} />`)}</colgroup>
    <thead><tr>${COLUMNS.map((name) => html`<th
      class=${`c-${name}${name === "time" ? " num" : ""}`} scope="col" colspan=${name === "level" ? 2 : 1}>
      ${t.columns[name]}</th>`)}</tr></thead>
    <tbody ref=${body}>${rows.map((row) => html`<${Row} key=${row.card.call_id} row=${row} state=${state} />`)}
      </tbody></table></div>`;
}

/**
 * Rows that moved start from where they were. @param {{ current: HTMLTableSectionElement | null }} body @param {string} order
 */
function useGlide(body, order) {
  const places = useRef(/** @type {Map<string, number>} */ (new Map()));
  useLayoutEffect(() => {
    const before = places.current;
    const now = new Map();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const row of body.current?.rows ?? []) {
      const id = row.dataset.call ?? "";
      now.set(id, row.offsetTop);
      const moved = (before.get(id) ?? row.offsetTop) - row.offsetTop;
      if (moved && !still)
        row.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], {
          duration: GLIDE_MS,
          easing: "cubic-bezier(.2,.7,.2,1)",
        });
    }
    places.current = now;
  }, [order]);
}
