import type { RowIndex } from "../base/matrix.ts";
import type { Column, Finding } from "./table.ts";
import { flagValue } from "./type-findings.ts";

const fewestDays = 20;

/** A hint at --time when the rows stand in the order of a date column. */
export function sortedByDate(columns: readonly Column[], rows: RowIndex): readonly Finding[] {
  const sorted = columns.find((column) => column.kind === "date" && isSorted(column.values, rows));
  if (sorted === undefined) return [];
  return [
    {
      code: "sorted-by-date",
      severity: "note",
      column: sorted.name,
      message: `The rows stand in the order of the dates in column "${sorted.name}".`,
      action: `Dealt to folds at random; if the model must predict the future, use --time ${flagValue(sorted.name)}.`,
    },
  ];
}

/** Whether the dates only rise or only fall, with enough different ones to be no chance. */
function isSorted(values: Float64Array, rows: RowIndex): boolean {
  let last = Number.NaN;
  let direction = 0;
  let changes = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    const step = Math.sign(value - last);
    last = value;
    if (Number.isNaN(step) || step === 0) continue;
    if (direction !== 0 && step !== direction) return false;
    direction = step;
    changes++;
  }
  return changes + 1 >= fewestDays;
}
