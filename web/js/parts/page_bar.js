/** The head of the wide pages: sign, page, its own parts, the other page. */

import { html } from "htm/preact";
import { pages } from "../text.js";
import { Brand } from "./icons.js";
import { HelpButton } from "./help.js";
import { ThemeButton } from "./theme.js";

/** @param {{ page: "floor" | "review", children?: any }} props */
export function PageBar({ page, children }) {
  return html`<header class="bar"><h1 class="brand"><${Brand} />${pages[page]}</h1>${children}
    <nav class="places"><a href=${page === "floor" ? "/review" : "/floor"}>
      ${page === "floor" ? pages.review : pages.floor}</a></nav>
    <span class="tools"><${ThemeButton} /><${HelpButton} /></span></header>`;
}
