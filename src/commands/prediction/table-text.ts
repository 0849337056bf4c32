import type { Column } from "../../ingest/table.ts";
import type { Prediction } from "../../predict/table.ts";
import { type Cell, cellText, formatRows, readyCell } from "../files/csv.ts";
import { likeliest, predictedCells } from "../files/predictions.ts";

/** How the cells of a prediction are written. */
export interface CellForm {
  readonly rounded: (value: number) => number; // of a number in target units
  readonly shown: (text: string) => string; // of a text from a file
}

/** A line of CSV for every row of a table; `id` names the rows. */
export function predictionLines(
  { classes, values, extras }: Prediction,
  id: Column | null,
  form: CellForm,
): Uint8Array {
  const { rounded, shown } = form;
  const names = classes.map((name) => readyCell(shown(name)));
  function* rows(): Generator<readonly Cell[]> {
    for (let row = 0; row < values.rows; row++) {
      yield [
        ...(id === null ? [] : [shown(cellText(id, row))]),
        ...predictedCells(values, row, { classes: names, rounded }),
        ...extras.map(({ cells }) => {
          const cell = cells[row]!;
          return typeof cell === "string" ? shown(cell) : rounded(cell);
        }),
      ];
    }
  }
  return formatRows(rows());
}

/** An object for every row. Arrays instead of objects by class: a class may have any name. */
export function predictionObjects({ classes, values, extras }: Prediction, id: Column | null): readonly object[] {
  return Array.from({ length: values.rows }, (_, row) => {
    const own = Array.from(values.data.subarray(row * values.columns, (row + 1) * values.columns));
    return {
      ...(id === null ? {} : { id: cellText(id, row) }),
      prediction: classes.length === 0 ? own[0]! : classes[likeliest(values, row)]!,
      ...(classes.length === 0 ? {} : { probabilities: own }),
      ...Object.fromEntries(extras.map(({ name, cells }) => [name, cells[row]!])),
    };
  });
}
