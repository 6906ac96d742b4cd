/** A receipt's rows: what was measured, against what, when, and which words matched. */

/** @import { Evidence } from "../messages.js" */

import { html } from "htm/preact";
import { receiptRows } from "../lib/receipt.js";
import { receipt as t } from "../text.js";

/** @param {{ evidence: Evidence }} props */
export function ReceiptRows({ evidence }) {
  const rows = receiptRows(evidence);
  if (rows.length === 0) return html`<p class="why">${t.nothing}</p>`;
  return html`<dl class="slip">${rows.map(
    (row) => html`<dt>${row.term}</dt>
    <dd>${row.main && html`<b>${row.main}</b>`}${row.main && row.rest ? ", " : ""}${row.rest}</dd>`,
  )}</dl>`;
}
