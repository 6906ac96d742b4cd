/** Without a name: agents who are in a call now, and a field. */

/** @import { ServerMessage, FloorRow } from "../messages.js" */

import { html } from "htm/preact";
import { useEffect, useMemo } from "preact/hooks";
import { signal } from "@preact/signals";
import { Connection } from "../lib/connection.js";
import { clock } from "../lib/format.js";
import { Brand } from "../parts/icons.js";
import { LinkBar } from "../parts/link_bar.js";
import { Mark } from "../parts/level_mark.js";
import { KeyHelp, HelpButton } from "../parts/help.js";
import { ThemeButton } from "../parts/theme.js";
import { agent, product } from "../text.js";

const t = agent.pick;

export function Picker() {
  const rows = useMemo(() => signal(/** @type {Map<string, FloorRow> | null} */ (null)), []);
  const link = useMemo(
    () => new Connection("/ws/floor", (message) => (rows.value = withMessage(rows.value, message))),
    [],
  );
  useEffect(() => {
    link.start();
    return () => link.stop();
  }, [link]);
  const live = [...(rows.value?.values() ?? [])].sort((a, b) => a.card.agent.localeCompare(b.card.agent));
  return html`<main class="agent pick"><h1 class="brand"><${Brand} />${product}</h1><h2>${t.title}</h2>
    <form action="/agent" method="get"><label for="name">${t.field}</label>
      <span class="row"><input class="field" id="name" name="agent" required autocomplete="off" /><button
        class="key go" type="submit">${t.open}</button></span></form>
    <${LinkBar} link=${link} />
    ${
      rows.value &&
      html`<h3>${live.length ? t.live : t.none}</h3><ul class="people">${live.map(
        (row) => html`<li key=${row.card.call_id}>
      <a href=${`/agent?agent=${encodeURIComponent(row.card.agent)}`}><${Mark} level=${row.level} named /><b>
        ${row.card.agent}</b>
      <span class="quiet">${row.card.team}</span><time>${clock(row.at)}</time></a></li>`,
      )}</ul>`
    }
    <p class="quiet">${t.hint}</p><footer class="foot"><span class="tools"><${ThemeButton} /><${HelpButton} /></span>
      </footer></main><${KeyHelp} rows=${{}} />`;
}

/** @param {Map<string, FloorRow> | null} rows @param {ServerMessage} message */
function withMessage(rows, message) {
  if (message.type === "floor_snapshot") return new Map(message.rows.map((row) => [row.card.call_id, row]));
  const next = new Map(rows ?? []);
  if (message.type === "row") next.set(message.row.card.call_id, message.row);
  if (message.type === "gone") next.delete(message.call_id);
  return next;
}
