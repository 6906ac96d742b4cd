/** What review knows: the list of ended calls, the call on the desk, the moment, the open receipt. */

/** @import { Borders, CallDetail, EndedCall, Flag, Peaks } from "../messages.js" */
/** @import { CallModel } from "./model.js" */
/** @import { Marker } from "./markers.js" */

import { batch, computed, signal } from "@preact/signals";
import { ApiError, audioPath, callDetail, endedCalls, flagCall, peaks, serviceState } from "../lib/api.js";
import { Connection } from "../lib/connection.js";
import { BORDERS } from "../lib/levels.js";
import { silences } from "../lib/silence.js";
import { neighbour } from "../lib/marks.js";
import { markersOf } from "./markers.js";
import { modelOf } from "./model.js";
import { Player } from "./player.js";
import { WordSearch } from "./word_search.js";

const PAGE = 50;
const REFRESH_MS = 15_000;

export class ReviewState {
  /** null until the service answered. */
  calls = signal(/** @type {EndedCall[] | null} */ (null));
  more = signal(false);
  search = new WordSearch();
  listError = signal("");
  id = signal("");
  detail = signal(/** @type {CallDetail | null} */ (null));
  error = signal(/** @type {ApiError | null} */ (null));
  borders = signal(/** @type {Borders} */ (BORDERS));
  peaks = signal(/** @type {Peaks | null} */ (null));
  /** Id of the marker whose receipt is open. */
  picked = signal("");
  flagging = signal(false);
  player = new Player();
  /** Tells of the call on the desk. @type {Connection | null} */
  #news = null;

  /** Which words are read, where a call was heard again. */
  words = signal(/** @type {"second" | "live"} */ ("second"));

  model = computed(() => (this.detail.value ? modelOf(this.detail.value, this.words.value) : null));
  markers = computed(() => (this.model.value ? markersOf(this.model.value) : []));

  start() {
    void this.refresh();
    serviceState().then(
      (service) => (this.borders.value = service.borders ?? BORDERS),
      () => undefined,
    );
    setInterval(() => document.visibilityState === "visible" && void this.refresh(), REFRESH_MS);
    addEventListener("popstate", () => this.#fromAddress());
    this.#fromAddress();
  }

  /** The list's first page again; older ones that are loaded stay. */
  async refresh() {
    void this.search.look();
    try {
      const { calls } = await endedCalls();
      const known = new Set(calls.map((call) => call.call_id));
      batch(() => {
        if (this.calls.value === null) this.more.value = calls.length === PAGE;
        this.calls.value = [
          ...calls,
          ...(this.calls.value ?? []).slice(PAGE).filter((call) => !known.has(call.call_id)),
        ];
        this.listError.value = "";
      });
    } catch (error) {
      this.listError.value = String(error instanceof ApiError ? error.message : error);
    }
  }

  async older() {
    const last = this.calls.value?.at(-1);
    if (!last) return;
    const { calls } = await endedCalls(last.call_id);
    this.more.value = calls.length === PAGE;
    this.calls.value = [...(this.calls.value ?? []), ...calls];
  }

  /** @param {string} id @param {number} [at] the moment to go to, in the better words */
  open(id, at) {
    const address = addressOf(id, at);
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    void this.#show(id, at);
  }

  again() {
    void this.#load(this.id.value);
  }

  /** @param {Marker} marker */
  pick(marker) {
    this.picked.value = marker.id;
    this.player.seek(marker.at);
  }

  /** The marker before or after the open one, or the moment. @param {1 | -1} way @param {boolean} [promptsOnly] */
  step(way, promptsOnly = false) {
    const among = this.markers.value.filter((each) => !promptsOnly || (each.prompt && !each.faint));
    const picked = this.markers.value.find((each) => each.id === this.picked.value);
    const near = picked && Math.abs(picked.at - this.player.time.value) < 3 ? picked.at : this.player.time.value;
    const same = picked ? among.filter((each) => each.at === picked.at) : [];
    const beside = picked ? same[same.indexOf(picked) + way] : undefined;
    const next = beside ?? neighbour(among, near, way);
    if (next) this.pick(next);
  }

  /** @param {string} reason @returns {Promise<void>} */
  async flag(reason) {
    const id = this.id.value;
    const flag = await flagCall(id, reason);
    batch(() => {
      const detail = this.detail.value;
      if (detail?.call.call_id === id) this.detail.value = { ...detail, call: withFlag(detail.call, flag) };
      this.calls.value = (this.calls.value ?? []).map((call) => (call.call_id === id ? withFlag(call, flag) : call));
    });
    void this.refresh();
  }

  #fromAddress() {
    const asked = new URLSearchParams(location.search);
    const id = asked.get("call");
    if (id) void this.#show(id, Number(asked.get("at")) || undefined);
  }

  /** @param {string} id @param {number} [at] */
  async #show(id, at) {
    if (at === undefined || id !== this.detail.value?.call.call_id) await this.#load(id);
    if (at === undefined || id !== this.detail.value?.call.call_id) return;
    this.words.value = "second";
    this.player.seek(at);
  }

  /** @param {string} id */
  async #load(id) {
    batch(() => {
      this.id.value = id;
      this.detail.value = this.error.value = this.peaks.value = null;
      this.picked.value = "";
      this.player.unload();
    });
    this.#news?.stop();
    this.#news = null;
    try {
      const detail = await callDetail(id);
      if (this.id.value !== id) return;
      this.detail.value = detail;
      this.#follow(id);
      const model = /** @type {CallModel} */ (this.model.value);
      const { has_recording: sound } = detail.call;
      this.player.load(sound ? audioPath(id) : null, model.seconds, silences(model.speech, model.seconds));
      if (sound) this.peaks.value = await peaks(id).catch(() => null);
    } catch (error) {
      if (this.id.value === id) this.error.value = error instanceof ApiError ? error : new ApiError(0, String(error));
    }
  }

  /** Better words appear as soon as there are some. @param {string} id */
  #follow(id) {
    let met = false;
    this.#news = new Connection(`/ws/call/${encodeURIComponent(id)}`, ({ type }) => {
      // A second snapshot means that the link was broken meanwhile, and the news may have been missed.
      if (type === "heard_again" || (type === "call_snapshot" && met)) void this.#renew(id);
      met = true;
    }).start();
  }

  /** The call anew, while it plays on. @param {string} id */
  async #renew(id) {
    const detail = await callDetail(id).catch(() => null);
    if (detail && this.detail.value?.call.call_id === id) this.detail.value = detail;
  }
}

/** @param {string} id @param {number} [at] */
export function addressOf(id, at) {
  return `/review?call=${encodeURIComponent(id)}${at === undefined ? "" : `&at=${at}`}`;
}

/** @param {EndedCall} call @param {Flag} flag @returns {EndedCall} */
function withFlag(call, flag) {
  return { ...call, flags: [...call.flags.filter((each) => each.id !== flag.id), flag] };
}
