import type { ModelResult } from "../../evaluate/results/models.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { sample } from "../chart/mark.ts";
import { html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { styleOf } from "../palette.ts";

/** A model in a table: its mark, as charts draw it, and its label. */
export function modelCell(results: Results, model: ModelResult): SafeHtml {
  return html`<span class="model">${sample(styleOf(results, model.id))} ${name(model.label, 40)}</span>`;
}
