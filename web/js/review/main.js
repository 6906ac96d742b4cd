/** Entry of review. */

import { html, render } from "htm/preact";
import { Hatch } from "../parts/icons.js";
import { ReviewPage } from "./page.js";
import { ReviewState } from "./state.js";

const state = new ReviewState();
state.start();
render(
  html`<${Hatch} /><${ReviewPage} state=${state} />`,
  /** @type {HTMLElement} */ (document.getElementById("page")),
);
