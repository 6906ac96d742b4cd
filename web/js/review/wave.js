/** Both sides' waveforms over the one clock, customer above; drawn by wavesurfer.js from the service's peaks. */

/** @import { Peaks } from "../messages.js" */
/** @import { Player } from "./player.js" */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import WaveSurfer from "wavesurfer.js";

const nonce = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csp-nonce]"))?.content;

/** @param {{ peaks: Peaks, player: Player, height: number }} props */
export function Wave({ peaks, player, height }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const container = box.current;
    if (!container || !player.audio) return;
    const surfer = WaveSurfer.create({
      container,
      height,
      media: player.audio,
      peaks: [peaks.customer, peaks.agent],
      duration: peaks.seconds,
      interact: false,
      cursorWidth: 0,
      barWidth: 2,
      barGap: 1,
      normalize: false,
      maxPeak: Math.max(0.05, ...peaks.agent, ...peaks.customer),
      cspNonce: nonce || undefined,
      splitChannels: colours(container, height),
    });
    const recolour = () => surfer.setOptions({ splitChannels: colours(container, height) });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", recolour);
    addEventListener("themechange", recolour);
    return () => {
      dark.removeEventListener("change", recolour);
      removeEventListener("themechange", recolour);
      surfer.destroy();
    };
  }, [peaks, player, player.audio, height]);
  return html`<div class="wave" ref=${box} aria-hidden="true"><i class="c-them"></i><i class="c-you"></i></div>`;
}

/** Canvas takes colours, not roles: what the roles are now. @param {HTMLElement} container @param {number} height */
function colours(container, height) {
  return ["c-them", "c-you"].map((role) => {
    const colour = getComputedStyle(/** @type {HTMLElement} */ (container.querySelector(`:scope > .${role}`))).color;
    return { waveColor: colour, progressColor: colour, height };
  });
}
