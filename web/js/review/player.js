/** The moment on the call's clock: the recording's while there is one, else one that is only set. */

/** @import { Stretch } from "./model.js" */

import { signal } from "@preact/signals";
import { skipTo } from "../lib/silence.js";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export class Player {
  time = signal(0);
  playing = signal(false);
  speed = signal(1);
  skipping = signal(false);
  /** `none`: no recording; `bad`: it can't be played. */
  sound = signal(/** @type {"loading" | "ready" | "none" | "bad"} */ ("loading"));
  /** @type {HTMLAudioElement | null} */
  audio = null;
  seconds = 0;
  /** @type {readonly Stretch[]} */
  silences = [];
  #until = Infinity;
  #frame = 0;

  /** @param {string | null} url null: no recording @param {number} seconds @param {readonly Stretch[]} silences */
  load(url, seconds, silences) {
    this.unload();
    this.seconds = seconds;
    this.silences = silences;
    this.time.value = 0;
    this.sound.value = url ? "loading" : "none";
    if (!url) return;
    const audio = (this.audio = new Audio(url));
    audio.preload = "auto";
    audio.addEventListener("loadedmetadata", () => {
      this.sound.value = "ready";
      if (this.time.value) audio.currentTime = this.time.value;
    });
    audio.addEventListener("error", () => (this.sound.value = "bad"));
    audio.addEventListener("play", () => {
      this.playing.value = true;
      this.#follow();
    });
    audio.addEventListener("pause", () => (this.playing.value = false));
    audio.addEventListener("seeked", () => (this.time.value = audio.currentTime));
    audio.playbackRate = audio.defaultPlaybackRate = this.speed.value;
  }

  unload() {
    cancelAnimationFrame(this.#frame);
    this.audio?.pause();
    this.audio?.removeAttribute("src");
    this.audio = null;
    this.playing.value = false;
    this.#until = Infinity;
  }

  toggle() {
    if (this.sound.value !== "ready" || !this.audio) return;
    this.#until = Infinity;
    if (this.audio.paused) void this.audio.play();
    else this.audio.pause();
  }

  /** @param {number} seconds on the call's clock */
  seek(seconds) {
    const at = Math.max(0, Math.min(this.seconds, seconds));
    this.time.value = at;
    this.#until = Infinity;
    if (this.audio && this.sound.value === "ready") this.audio.currentTime = at;
  }

  /** @param {number} start @param {number} end */
  playRange(start, end) {
    this.seek(start);
    this.#until = end;
    if (this.sound.value === "ready") void this.audio?.play();
  }

  /** @param {1 | -1} way */
  changeSpeed(way) {
    const place = SPEEDS.indexOf(this.speed.value) + way;
    this.speed.value = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, place))];
    if (this.audio) this.audio.playbackRate = this.speed.value;
  }

  #follow = () => {
    const audio = this.audio;
    if (!audio || audio.paused) return;
    this.time.value = audio.currentTime;
    if (audio.currentTime >= this.#until) audio.pause();
    const skip = this.skipping.value && this.#until === Infinity ? skipTo(this.silences, audio.currentTime) : null;
    if (skip !== null && !audio.seeking) audio.currentTime = skip;
    this.#frame = requestAnimationFrame(this.#follow);
  };
}
