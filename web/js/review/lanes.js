/** The call on one clock: both waveforms, heat, turns, prompts, cues; a press anywhere goes there. */

/** @import { ReviewState } from "./state.js" */
/** @import { CallModel } from "./model.js" */

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { clock } from "../lib/format.js";
import { axisTicks, gather } from "../lib/marks.js";
import { Heat } from "../parts/heat.js";
import { Icon } from "../parts/icons.js";
import { heat as h, levels, review as t, who } from "../text.js";
import { Wave } from "./wave.js";

const WAVE_PX = 58;

/** @param {{ state: ReviewState, model: CallModel }} props */
export function Lanes({ state, model }) {
  const plot = useRef(/** @type {HTMLDivElement | null} */ (null));
  const width = useWidth(plot);
  const borders = state.borders.value;
  const seek = (/** @type {PointerEvent} */ event) => {
    const box = plot.current?.getBoundingClientRect();
    if (box) state.player.seek(((event.clientX - box.left) / box.width) * model.seconds);
  };
  const press = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0 || /** @type {Element} */ (event.target).closest("button")) return;
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    seek(event);
  };
  const drag = (/** @type {PointerEvent} */ event) => {
    if (event.buttons === 1 && /** @type {Element} */ (event.currentTarget).hasPointerCapture(event.pointerId))
      seek(event);
  };
  return html`<section class="lanes" aria-label=${t.lanes.name}>
    <div class="names" aria-hidden="true"><b class="w c-them">${who.customer}</b><b class="w c-you">${who.agent}</b>
      <span class="h">${t.lanes.heat}<small>${t.lanes.heatOf}</small></span>
      <span class="t">${t.lanes.turns}<small>${t.lanes.both}</small></span><span class="k">${t.lanes.prompts}</span>
        <span class="k">${t.lanes.cues}<small>${t.lanes.left}</small></span></div>
    <div class="plot" ref=${plot} onPointerDown=${press} onPointerMove=${drag}>
      <${Sound} state=${state} />
      <div class="h"><${Heat} points=${model.heat} from=${0} to=${model.seconds}
        level=${state.detail.value?.call.top_level} name=${h.whole} borders=${borders} />
        ${
          model.heat.length > 0 &&
          html`<p class="lims" aria-hidden="true"><span style=${{ bottom: `${borders.raised * 100}%` }}>
            ${levels.raised.toLowerCase()}</span>
          <span style=${{ bottom: `${borders.watch * 100}%` }}>${levels.watch.toLowerCase()}</span></p>`
        }</div>
      <${Turns} model=${model} />
      <${Pins} state=${state} lane="prompts" width=${width} model=${model} /><${Pins} state=${state} lane="cues"
        width=${width} model=${model} />
      <${Axis} seconds=${model.seconds} width=${width} /><${HeadLine} state=${state} model=${model} /></div></section>`;
}

/** @param {{ state: ReviewState }} props */
function Sound({ state }) {
  const sound = state.player.sound.value;
  const peaks = state.peaks.value;
  if (sound === "none" || sound === "bad")
    return html`<p class="wave off">${sound === "none" ? t.noRecording : t.badRecording}</p>`;
  return peaks
    ? html`<${Wave} peaks=${peaks} player=${state.player} height=${WAVE_PX} />`
    : html`<div class="wave"></div>`;
}

/** @param {{ model: CallModel }} props */
function Turns({ model }) {
  const x = (/** @type {number} */ at) => (at / model.seconds) * 1000;
  const wide = (/** @type {number} */ a, /** @type {number} */ b) => Math.max(1, x(b) - x(a));
  return html`<svg class="t" viewBox="0 0 1000 26" preserveAspectRatio="none" role="img"
    aria-label=${`${t.lanes.turns}, ${t.lanes.both}`}>
    ${model.speech.map((each) => html`<rect class=${each.channel === "agent" ? "f-you" : "f-them"} x=${x(each.start)}
      y=${each.channel === "agent" ? 15 : 3} width=${wide(each.start, each.end)} height="8" />`)}
    ${model.both.map((each) => html`<rect class="over" x=${x(each.start)} y="0"
      width=${Math.max(2, x(each.end) - x(each.start))} height="26" />`)}
    ${model.holds.map((each) => html`<path class="hold" d=${`M${x(each.start)} 13H${x(each.end)}`} />`)}</svg>`;
}

/** @param {{ state: ReviewState, lane: "prompts" | "cues", width: number, model: CallModel }} props */
function Pins({ state, lane, width, model }) {
  const groups = gather(
    state.markers.value.filter((marker) => marker.lane === lane),
    width,
    model.seconds,
  );
  return html`<div class="k">${groups.map(({ at, marks }) => {
    const place = marks.findIndex((mark) => mark.id === state.picked.value);
    const shown = marks[place] ?? marks.find((mark) => !mark.faint) ?? marks[0];
    const next = marks[(place + 1) % marks.length];
    return html`<button key=${marks[0].id}
      class=${`pin ${lane}${place >= 0 ? " on" : ""}${marks.every((mark) => mark.faint) ? " faint" : ""}`}
      type="button" style=${{ left: `${(at / model.seconds) * 100}%` }}
      aria-pressed=${place >= 0} aria-label=${`${clock(at)} ${marks.map((mark) => mark.title).join(", ")}`}
        title=${marks.map((mark) => mark.title).join("\n")} onClick=${() => state.pick(next)}>
      <${Icon} name=${shown.icon} filled=${place >= 0 && shown.icon === "whisper"} />${marks.length > 1 && html`<small
        aria-hidden="true">${marks.length}</small>`}</button>`;
  })}</div>`;
}

/** @param {{ seconds: number, width: number }} props */
function Axis({ seconds, width }) {
  const ticks = axisTicks(seconds, Math.max(2, Math.floor(width / 90)));
  return html`<p class="axis-line" aria-hidden="true">${ticks.map((at) => html`<span key=${at}
    class=${at / seconds > 0.97 ? "last" : ""} style=${{ left: `${(at / seconds) * 100}%` }}>${clock(at)}</span>`)}
    </p>`;
}

/** @param {{ state: ReviewState, model: CallModel }} props */
function HeadLine({ state, model }) {
  const at = state.player.time.value;
  return html`<i class="head-line" style=${{ left: `${(at / model.seconds) * 100}%` }}></i>`;
}

/** @param {{ current: HTMLElement | null }} box */
function useWidth(box) {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return width;
}
