/** What an agent's page knows: the link, the call of the moment, the one before, and the agent's own keys. */

/** @import { AfterCall, Prompt, ServerMessage, ServiceState, Verdict } from "../messages.js" */

import { batch, computed, signal } from "@preact/signals";
import { Connection } from "../lib/connection.js";
import { LiveCall } from "../live/call.js";

export class AgentState {
  service = signal(/** @type {ServiceState | null} */ (null));
  call = signal(/** @type {LiveCall | null} */ (null));
  /** The call that just ended, and when by the wall clock. */
  over = signal(/** @type {{ call: LiveCall, when: number } | null} */ (null));
  /** What the last call left on this page; the service keeps it, so a reload does too. */
  after = signal(/** @type {AfterCall | null} */ (null));
  /** Id of the prompt whose receipt is open. */
  receiptOf = signal("");
  answered = signal(/** @type {{ id: string, verdict: Verdict } | null} */ (null));
  /** When help was asked for, on the call's clock. */
  helpAt = signal(/** @type {number | null} */ (null));
  /** What the floor was last told by a key. */
  told = signal(/** @type {"" | "question" | "unfit_caller" | "debrief"} */ (""));
  /** Wall clock of the newest message. */
  heardAt = signal(Date.now());
  /** Notes on the call that is over; none while one is live. */
  notes = computed(() => {
    const call = this.call.value;
    if (call) return call.ended.value ? call.notes.value : [];
    return this.after.value?.notes ?? [];
  });
  /** The prompt, or after a call the note, that the keys are about. */
  shown = computed(() => {
    const call = this.call.value;
    return /** @type {Prompt | null} */ (call && !call.ended.value ? call.prompt.value : (this.notes.value[0] ?? null));
  });

  /** @param {string} agent */
  constructor(agent) {
    this.agent = agent;
    this.link = new Connection(`/ws/agent/${encodeURIComponent(agent)}`, (message) => this.receive(message));
  }

  /** @param {ServerMessage} message */
  receive(message) {
    batch(() => {
      this.heardAt.value = Date.now();
      if (message.type === "agent_snapshot") this.#snapshot(message);
      else if (message.type === "event" && message.event.call_id === this.call.value?.card.call_id)
        this.call.value.receive(message.event);
    });
  }

  /** @param {Verdict} verdict */
  answer(verdict) {
    const prompt = this.shown.value;
    if (!prompt || this.answered.value?.id === prompt.id) return;
    if (this.link.send({ type: "answer", call_id: prompt.call_id, prompt_id: prompt.id, verdict })) {
      this.answered.value = { id: prompt.id, verdict };
    }
  }

  help() {
    const call = this.call.value;
    if (!call || this.helpAt.value !== null) return;
    if (this.link.send({ type: "help", call_id: call.card.call_id })) this.helpAt.value = call.at.value;
  }

  /** Prompts of this call rest, or come again. */
  quiet() {
    const call = this.call.value;
    if (!call) return;
    if (this.#notice(call.quiet.value ? "prompts_again" : "quiet")) call.quiet.value = !call.quiet.value;
  }

  /** @param {"question" | "unfit_caller" | "debrief"} notice */
  tell(notice) {
    if (this.#notice(notice)) this.told.value = notice;
  }

  /** @param {string} item */
  tick(item) {
    const call = this.call.value;
    if (call) this.link.send({ type: "tick", call_id: call.card.call_id, item });
  }

  /** @param {import("../messages.js").AgentNotice} notice */
  #notice(notice) {
    const call = this.call.value;
    return call ? this.link.send({ type: "notice", call_id: call.card.call_id, notice }) : false;
  }

  toggleReceipt() {
    const prompt = this.shown.value;
    if (prompt) this.receiptOf.value = this.receiptOf.value === prompt.id ? "" : prompt.id;
  }

  /** @param {Extract<ServerMessage, { type: "agent_snapshot" }>} message */
  #snapshot(message) {
    const before = this.call.value;
    const id = message.call?.row.card.call_id;
    this.service.value = message.service;
    this.after.value = message.after ?? null;
    if (before && before.card.call_id !== id) this.over.value = { call: before, when: Date.now() };
    if (before?.card.call_id !== id) {
      this.helpAt.value = null;
      this.receiptOf.value = "";
      this.told.value = "";
    }
    this.call.value = message.call ? new LiveCall(message.call) : null;
    this.helpAt.value = message.call?.row.help_since ?? (before?.card.call_id === id ? this.helpAt.value : null);
  }
}
