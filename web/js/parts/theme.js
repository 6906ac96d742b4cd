/** Light or dark by hand; the system's choice otherwise. The first paint is set by theme_first.js. */

import { html } from "htm/preact";
import { signal } from "@preact/signals";
import { theme as t } from "../text.js";
import { Icon } from "./icons.js";

const STORED = "call-monitor theme";
/** @typedef {"auto" | "light" | "dark"} Theme */
/** @type {Theme[]} */
const THEMES = ["auto", "light", "dark"];
/** @type {Record<Theme, import("./icons.js").IconName>} */
const ICONS = { auto: "theme", light: "sun", dark: "moon" };

const chosen = signal(/** @type {Theme} */ (document.documentElement.dataset.theme ?? "auto"));

/** @param {Theme} theme */
function choose(theme) {
  chosen.value = theme;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event("themechange"));
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // Private windows may refuse; the choice then holds for this page.
  }
}

export function ThemeButton() {
  const next = THEMES[(THEMES.indexOf(chosen.value) + 1) % THEMES.length];
  const name = `${t.name}: ${t[chosen.value]}`;
  return html`<button class="key bare square" type="button" aria-label=${name} title=${name}
    onClick=${() => choose(next)}>
    <${Icon} name=${ICONS[chosen.value]} /></button>`;
}
