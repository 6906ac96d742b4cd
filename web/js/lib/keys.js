/** Single keys of a page: never while typing, never with a modifier, and they can be switched off. */

import { signal } from "@preact/signals";

const STORED = "call-monitor single keys";

export const keysOn = signal(read());

/** @param {boolean} on */
export function switchKeys(on) {
  keysOn.value = on;
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // Private windows may refuse; the choice then holds for this page.
  }
}

/**
 * Keys by `event.key`, letters in lower case, `Shift+p` with shift. Esc works even when single keys are off;
 * an open dialog has the keys to itself. A key whose act returns false stays the browser's.
 * @param {Record<string, (event: KeyboardEvent) => void | false>} keys
 * @returns {() => void} takes them away
 */
export function bindKeys(keys) {
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key !== "?" && document.querySelector("dialog[open]")) return;
    if (isTyping(event.target) && event.key !== "Escape") return;
    if (!keysOn.value && !["Escape", "?"].includes(event.key)) return;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const name = event.shiftKey && /^[a-z]$/.test(letter) ? `Shift+${letter}` : letter;
    const act = keys[name];
    if (!act || (letter === " " && isPressable(event.target))) return;
    if (event.repeat && !REPEATABLE.has(name)) return;
    if (act(event) !== false) event.preventDefault();
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}

const REPEATABLE = new Set(["ArrowUp", "ArrowDown", "j", "l", "[", "]"]);

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"))
  );
}

/** Space presses a button that has the focus. @param {EventTarget | null} target */
function isPressable(target) {
  return target instanceof HTMLElement && target.matches("button, a, summary, input");
}

function read() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}
