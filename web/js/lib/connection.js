/** A socket to the service that comes back by itself; after each return the service sends a snapshot. */

/** @import { ServerMessage, BrowserMessage } from "../messages.js" */
/**
 * @typedef {{ phase: "connecting" | "live" | "lost", since: Date | null, retryAt: number | null }} LinkState
 * since: when a page stopped being live; retryAt: Date.now() of the next try.
 */

import { signal } from "@preact/signals";
import { delaySeconds } from "./backoff.js";

/** Closed by the service because the page read too slowly: come back at once for a snapshot. */
const TOO_SLOW = 1013;

export class Connection {
  /** @type {import("@preact/signals").Signal<LinkState>} */
  state = signal(/** @type {LinkState} */ ({ phase: "connecting", since: null, retryAt: null }));
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #stopped = false;
  #path;
  #receive;

  /**
   * @param {string} path
   * @param {(message: ServerMessage) => void} receive
   */
  constructor(path, receive) {
    this.#path = path;
    this.#receive = receive;
  }

  start() {
    addEventListener("online", this.tryNow);
    document.addEventListener("visibilitychange", this.#seen);
    this.#open();
    return this;
  }

  stop() {
    this.#stopped = true;
    removeEventListener("online", this.tryNow);
    document.removeEventListener("visibilitychange", this.#seen);
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** Whether it was sent: nothing is kept for later, an old answer would fit no prompt. @param {BrowserMessage} message */
  send(message) {
    if (this.state.value.phase !== "live" || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  tryNow = () => {
    if (this.state.value.phase !== "lost") return;
    clearTimeout(this.#timer);
    this.#open();
  };

  #seen = () => {
    if (document.visibilityState === "visible") this.tryNow();
  };

  #open() {
    if (this.#stopped) return;
    const url = new URL(this.#path, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.#socket = new WebSocket(url));
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      this.#attempt = 0;
      if (this.state.value.phase !== "live") this.state.value = { phase: "live", since: null, retryAt: null };
      this.#receive(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    };
  }

  /** @param {number} code */
  #lost(code) {
    if (this.#stopped) return;
    const wait = code === TOO_SLOW && this.#attempt === 0 ? 0.1 : delaySeconds(this.#attempt);
    this.#attempt += 1;
    const since = this.state.value.since ?? new Date();
    this.state.value = { phase: "lost", since, retryAt: Date.now() + wait * 1000 };
    this.#timer = setTimeout(() => this.#open(), wait * 1000);
  }
}
