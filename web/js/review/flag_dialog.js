/** A person flags the call, with a reason. */

/** @import { ReviewState } from "./state.js" */

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { review as t } from "../text.js";

const LONGEST = 500;

/** @param {{ state: ReviewState }} props */
export function FlagDialog({ state }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [wrong, setWrong] = useState("");
  const open = state.flagging.value;
  useEffect(() => {
    setWrong("");
    if (open) box.current?.showModal();
    else box.current?.close();
  }, [open]);
  const send = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    try {
      await state.flag(String(new FormData(form).get("reason")).trim());
      form.reset();
      state.flagging.value = false;
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  return html`<dialog class="ask" ref=${box} aria-labelledby="flag-title"
    onClose=${() => (state.flagging.value = false)}>
    <h2 id="flag-title">${t.flagTitle}</h2><form onSubmit=${send}><label for="reason">${t.flagReason}</label>
      <textarea id="reason" name="reason" rows="3" required maxlength=${LONGEST}></textarea>
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
      <p class="keys"><button class="key go" type="submit">${t.flagSend}</button><button class="key" type="button"
        onClick=${() => (state.flagging.value = false)}>${t.cancel}</button></p></form></dialog>`;
}
