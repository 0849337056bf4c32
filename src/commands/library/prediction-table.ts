import { type ColumnTable, table } from "arquero";
import type { Prediction } from "../../predict/table.ts";

/**
 * Predictions as an Arquero table, a row for each predicted row: the column `prediction`, and for classes a column
 * `probability:CLASS` for each. The columns that the model did not read are not repeated.
 */
export function predictionTable({ classes, values }: Pick<Prediction, "classes" | "values">): ColumnTable {
  const { rows, columns, data } = values;
  if (classes.length === 0) return table([["prediction", Float64Array.from(data)]]);
  const cell = (row: number, c: number): number => data[row * columns + c]!;
  const likeliest = Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let c = 1; c < columns; c++) if (cell(row, c) > cell(row, best)) best = c;
    return classes[best]!;
  });
  const probabilities = classes.map((name, c): [string, Float64Array] => [
    `probability:${name}`,
    Float64Array.from({ length: rows }, (_, row) => cell(row, c)),
  ]);
  return table([["prediction", likeliest], ...probabilities]);
}
