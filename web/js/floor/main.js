/** Entry of the floor's page. */

import { html, render } from "htm/preact";
import { Hatch } from "../parts/icons.js";
import { FloorPage } from "./page.js";
import { FloorState } from "./state.js";

const state = new FloorState();
state.start();
render(html`<${Hatch} /><${FloorPage} state=${state} />`, /** @type {HTMLElement} */ (document.getElementById("page")));
