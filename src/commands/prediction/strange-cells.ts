import type { Graph } from "../../export/graph.ts";
import { trimmed } from "../../ingest/spaces.ts";
import type { ModelColumn } from "../../model/artifact.ts";
import { missingOf } from "../../predict/text.ts";
import { count } from "../../report/number.ts";

/** Cells of one column that are not what the model learnt to read there. */
export interface StrangeCells {
  readonly kind: ModelColumn["kind"]; // of the column
  readonly rows: number;
  readonly example: string; // the first
  readonly place: string; // of that one: "line 7"
}

/**
 * Whether a cell is strange, from what its column's first feature became: a level that the model does not know, or what
 * is no number or date and no word for "no value" either.
 */
export function strangeness(graph: Graph, column: ModelColumn): (feature: number, cell: string) => boolean {
  if (column.kind === "category") return (feature) => feature === -1;
  const missing = missingOf(graph, column);
  return (feature, cell) => Number.isNaN(feature) && !missing.has(trimmed(cell));
}

/** The cells that were counted before and those of a further block. */
export function together(before: StrangeCells | undefined, further: StrangeCells): StrangeCells {
  return before === undefined ? further : { ...before, rows: before.rows + further.rows };
}

/** One sentence for the user. */
export function strangeWords(column: string, { kind, rows, example, place }: StrangeCells): string {
  const cells = `${count(rows)} ${rows === 1 ? "row" : "rows"}`;
  const first = `${JSON.stringify(example)} in ${place}`;
  return kind === "category"
    ? `Note: Column "${column}" has texts that the model does not know in ${cells}, such as ${first}. ` +
        "The model treats them as unknown values."
    : `Warning: Column "${column}" has no ${kind === "date" ? "date" : "number"} in ${cells}, such as ${first}. ` +
        "Counted as missing.";
}
