/** All keys of a page, on `?`; single keys can be switched off there. */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { bindKeys, keysOn, switchKeys } from "../lib/keys.js";
import { keys as t } from "../text.js";

export const helpOpen = signal(false);

/** @param {{ rows: Record<string, string> }} props */
export function KeyHelp({ rows }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => bindKeys({ "?": () => void (helpOpen.value = !helpOpen.value) }), []);
  const open = helpOpen.value;
  useEffect(() => {
    if (open) box.current?.showModal();
    else box.current?.close();
  }, [open]);
  return html`<dialog class="help" ref=${box} aria-labelledby="help-title" onClose=${() => (helpOpen.value = false)}>
    <h2 id="help-title">${t.title}</h2>
    <dl>${Object.entries({ ...rows, ...t.any }).map(([key, does]) => html`<dt>${key.split(" ").map((each) =>
      html`<kbd>${each.length === 1 ? each.toUpperCase() : each}</kbd>`)}</dt><dd>${does}</dd>`)}</dl>
    <label class="switch"><input type="checkbox" checked=${keysOn.value}
      onChange=${() => switchKeys(!keysOn.value)} />${t.on}</label>
    <form method="dialog"><button class="key" type="submit">${t.close}</button></form></dialog>`;
}

export function HelpButton() {
  return html`<button class="key bare square" type="button" aria-label=${keysOn.value ? t.all : t.off}
    title=${keysOn.value ? t.all : t.off}
    onClick=${() => (helpOpen.value = true)}><kbd>?</kbd></button>`;
}
