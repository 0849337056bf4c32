import { exportC } from "./c/source.ts";
import { exportJavaScript } from "./javascript.ts";
import { exportOnnx } from "./onnx/model.ts";
import { exportPage } from "./page.ts";
import { exportPython } from "./python.ts";
import { exportSql } from "./sql/select.ts";
import { type ExportedFile, type ExportRequest, ofNetworks, ofPart } from "./request.ts";

/** One form in which a model leaves. */
export interface ExportTarget {
  readonly id: string; // of --to
  readonly ending: string; // of its main file
  readonly what: string; // as a phrase
  readonly details: string; // how to use it, in sentences
  export(request: ExportRequest): readonly ExportedFile[];
}

/** All of them: a new one is a file and an entry. */
export const exportTargets = [
  {
    id: "js",
    ending: ".js",
    what: "one JavaScript module without imports",
    details:
      "For browsers, workers and Node, with its types beside it. predict(row) takes an object by column name or " +
      "an array of cells, predictMany(rows) a list of those; texts are read as in a file.",
    export: exportJavaScript,
  },
  {
    id: "python",
    ending: ".py",
    what: "one Python file, standard library only",
    details:
      "For Python 3.9 and later; uses numpy for many rows when it is there. predict(row) takes a dict or a list," +
      " predict_many(rows) a list of those; python FILE --check tests it.",
    export: (request) => exportPython(ofNetworks(request, "Python")),
  },
  {
    id: "sql",
    ending: ".sql",
    what: "one SELECT over a table of the raw columns",
    details:
      "Reads --table and gives its columns with the prediction and the probabilities. Numeric columns hold " +
      "numbers, date columns dates or timestamps (texts in ISO 8601 in SQLite), others texts. NULL, NaN and " +
      "infinities are missing. A query beside it returns the largest difference in the test rows.",
    export: (request) => exportSql(ofNetworks(request, "SQL")),
  },
  {
    id: "c",
    ending: ".c",
    what: "one C99 file",
    details:
      "No allocation and no dependency: occam_predict(row, outputs). A number is a double, a category its text " +
      "in UTF-8 without outer spaces, a date the days since 1970-01-01 UTC; NAN and NULL are missing. cc " +
      "-DOCCAM_CHECK makes a program that tests itself.",
    export: (request) => exportC(ofPart(request, "C")),
  },
  {
    id: "onnx",
    ending: ".onnx",
    what: "one ONNX model",
    details:
      "Opset 17 and ai.onnx.ml 3, in double precision. Each column is an input of N × 1, a number as double, " +
      "a category as string, a date as days since 1970-01-01 UTC; NaN and the empty text are missing. The " +
      "outputs are output_label and output_probability, or variable for a number.",
    export: (request) => exportOnnx(ofPart(request, "ONNX")),
  },
  {
    id: "page",
    ending: ".html",
    what: "one HTML page",
    details:
      "Needs no server and no connection: a control for each column that the model reads, the prediction as" +
      " you type, and what changes when one input moves.",
    export: exportPage,
  },
] as const satisfies readonly ExportTarget[];
