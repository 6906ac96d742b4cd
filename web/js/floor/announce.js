/** What a screen reader is told on the floor: a request for help, and a call that became escalated. Nothing else. */

/** @import { FloorState } from "./state.js" */

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { floor as t } from "../text.js";

/** @param {{ state: FloorState }} props */
export function Announce({ state }) {
  const known = useRef(/** @type {Set<string> | null} */ (null));
  const [words, setWords] = useState("");
  const rows = state.live.value;
  const now = rows.flatMap((row) => [
    ...(row.help_since !== null ? [`${row.card.call_id} help`] : []),
    ...(row.level === "escalated" ? [`${row.card.call_id} hot`] : []),
  ]);
  useEffect(() => {
    const before = known.current;
    known.current = state.rows.value ? new Set(now) : null;
    if (!before) return;
    const fresh = now
      .filter((each) => !before.has(each))
      .map((each) => {
        const [id, what] = each.split(/ (?=\w+$)/);
        const agent = rows.find((row) => row.card.call_id === id)?.card.agent ?? "";
        return what === "help" ? t.help(agent) : t.hot(agent);
      });
    if (fresh.length) setWords(fresh.join(" "));
  }, [now.join(",")]);
  return html`<p class="sr" role="status" aria-live="polite">${words}</p>`;
}
