import { dataFields } from "./data.ts";
import type { ExportedFile, ExportRequest } from "./request.ts";
import { javascript } from "./runtime.generated.ts";
import { headLines } from "./text.ts";

/** One ES module without imports, and its types. */
export function exportJavaScript(request: ExportRequest): readonly ExportedFile[] {
  return [
    { ending: "", content: javaScriptModule(request) },
    { ending: ".d.ts", content: types },
  ];
}

/** The module as text: the code that predicts, which is occam-tab's own, and the model as data. */
function javaScriptModule(request: ExportRequest): string {
  const fields = dataFields(request).map(([name, json]) => `  ${name}: ${json},`);
  return [
    ...headLines(request).map((line) => `// ${line}`),
    "",
    javascript.trimEnd(),
    "",
    `const model = {\n${fields.join("\n")}\n};`,
    "",
    "const predictor = occamTab.predictorOf(occamTab.unpacked(model));",
    "",
    "/** What is predicted, the classes in the order of their probabilities (none for a number), the columns, " +
      "where the model is from. */",
    "export const { target, classes, columns } = predictor;",
    "export const { origin } = model;",
    "",
    "/** Predicts one row: an object by column name, or an array of cells in the order of `columns`. */",
    "export const predict = predictor.predict;",
    "",
    "/** Predicts rows one after the other. */",
    "export const predictMany = predictor.predictMany;",
    "",
    "/** The largest difference between the results here and those that occam-tab wrote down for a few rows. */",
    "export const check = () => occamTab.check(predictor, model.examples);",
    "",
  ].join("\n");
}

const types = `/**
 * A number, a text as in a file, a date or a boolean. Null, undefined and numbers that are not finite are missing.
 */
export type Cell = string | number | bigint | boolean | Date | null | undefined;

/**
 * A row by column name, or its cells in the order of \`columns\`. A column that is not there is missing; others are
 * passed over.
 */
export type Row = Readonly<Record<string, unknown>> | readonly unknown[];

export interface RowPrediction {
  readonly prediction: string | number; // the likeliest class, or a number in the target's unit
  readonly probabilities: readonly number[]; // of each class, in the order of \`classes\`; empty for a number
  readonly decision?: string; // by costs or a threshold, where the model keeps a rule
}

export const target: string;
export const classes: readonly string[];
export const columns: readonly string[];
export const origin: {
  readonly version: string; // of occam-tab
  readonly data: string;
  readonly sha256: string; // of the training table
  readonly rows: number;
};

/** Throws an Error for what is no row, has none of the columns, or holds an object where a cell belongs. */
export function predict(row: Row): RowPrediction;
export function predictMany(rows: readonly Row[]): readonly RowPrediction[];

/** The largest difference between the results here and those that occam-tab wrote down for a few rows. */
export function check(): number;
`;
