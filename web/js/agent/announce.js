/** What a screen reader is told: each prompt politely, the level at most once in 15 s. Meters never speak. */

/** @import { AgentState } from "./state.js" */

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { level as l, levels } from "../text.js";

const LEVEL_EVERY_MS = 15_000;

/** @param {{ state: AgentState }} props */
export function Announce({ state }) {
  const prompt = state.shown.value;
  const level = state.call.value?.level.value ?? "calm";
  return html`<p class="sr" role="status" aria-live="polite">
    ${prompt ? `${prompt.text} ${prompt.reason} ${prompt.say}` : ""}</p>
    <p class="sr" role="status" aria-live="polite"><${LevelTold} level=${level} /></p>`;
}

/** @param {{ level: import("../messages.js").Level }} props */
function LevelTold({ level }) {
  const [told, setTold] = useState(level);
  const at = useRef(-LEVEL_EVERY_MS);
  useEffect(() => {
    if (told === level) return;
    const timer = setTimeout(
      () => {
        at.current = performance.now();
        setTold(level);
      },
      Math.max(0, at.current + LEVEL_EVERY_MS - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [level, told]);
  return told === "calm" && at.current < 0 ? "" : l.announce(levels[told].toLowerCase());
}
