/** Wall-clock seconds, for what has no call clock: countdowns and "20 s ago". Runs only while someone reads it. */

import { signal } from "@preact/signals";

let timer = 0;

export const nowMs = signal(Date.now(), {
  watched() {
    nowMs.value = Date.now();
    timer = setInterval(() => (nowMs.value = Date.now()), 500);
  },
  unwatched() {
    clearInterval(timer);
  },
});
