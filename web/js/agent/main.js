/** Entry of the agent's page. */

import { html, render } from "htm/preact";
import { pages, product } from "../text.js";
import { Hatch } from "../parts/icons.js";
import { AgentPage } from "./page.js";
import { AgentState } from "./state.js";
import { Picker } from "./picker.js";

const agent = new URLSearchParams(location.search).get("agent")?.trim() ?? "";
document.title = `${agent || pages.agent}: ${product}`;
const root = /** @type {HTMLElement} */ (document.getElementById("page"));

if (agent) {
  const state = new AgentState(agent);
  state.link.start();
  render(html`<${Hatch} /><${AgentPage} state=${state} />`, root);
} else {
  render(html`<${Hatch} /><${Picker} />`, root);
}
