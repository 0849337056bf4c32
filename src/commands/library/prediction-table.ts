import { type ColumnTable, table } from "arquero";
import { likeliest } from "../../predict/predictor.ts";
import type { Prediction } from "../../predict/table.ts";

/**
 * Predictions as an Arquero table, a row for each predicted row: the column `prediction`, and for classes a column
 * `probability:CLASS` for each, then those that were asked for. The columns that the model did not read are not
 * repeated.
 */
export function predictionTable({
  classes,
  values,
  extras = [],
}: Pick<Prediction, "classes" | "values"> & Partial<Pick<Prediction, "extras">>): ColumnTable {
  const { rows, columns, data } = values;
  const beside = extras.map(({ name, cells }): [string, readonly (string | number)[]] => [name, cells]);
  if (classes.length === 0) return table([["prediction", Float64Array.from(data)], ...beside]);
  const predicted = Array.from({ length: rows }, (_, row) => classes[likeliest(data, row * columns, columns)]!);
  const probabilities = classes.map((name, c): [string, Float64Array] => [
    `probability:${name}`,
    Float64Array.from({ length: rows }, (_, row) => data[row * columns + c]!),
  ]);
  return table([["prediction", predicted], ...probabilities, ...beside]);
}
