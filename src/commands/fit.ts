import { join } from "node:path";
import type { Results } from "../evaluate/results.ts";
import { formatModel } from "../model/artifact.ts";
import { fit, type FitOutcome } from "../run/fit.ts";
import { renderReport } from "../report/report.ts";
import { formatFolds } from "../split/given-folds.ts";
import type { Call, Command } from "./command-line/command.ts";
import { nameOf } from "./files/read.ts";
import { claim, type Files, writeFolder } from "./files/write.ts";
import { readFolds } from "./files/folds.ts";
import { formatOutOfFold } from "./files/predictions.ts";
import { progressDisplay } from "./terminal/progress.ts";
import { readTableFile } from "./files/reading.ts";
import { makeRequest, type NamedTable } from "./flags/request.ts";
import { formatResults } from "./files/results-file.ts";
import { summarise } from "./terminal/summary.ts";
import { wrap } from "./terminal/terminal.ts";
import { type Line, outputScreen } from "./terminal/screen.ts";

/**
 * `occam-tab fit data.csv`: the main job, from a table to a folder with report, results, model, predictions and folds.
 */
export const fitCommand: Command = {
  name: "fit",
  summary: "train a network, a forest and a linear model, and say which to use",
  words: [{ name: "DATA", help: "a CSV, Parquet, Arrow or JSON file, also in gzip or zip; - is standard input" }],
  details: [
    "Trains a small sparse network and a random forest on the same folds of the table, compares them on rows " +
      "that neither has seen, and writes the folder reports/NAME: report.html, results.json, model.json (the " +
      "network, trained on all rows), recommended.json (the linear model, if that is recommended), predictions.csv " +
      "(out of fold) and folds.csv.",
    "Standard error shows what was inferred (target, task, column types, folds) and the flag that overrides it. " +
      "Standard output gets the verdict and a table, or results.json with --json.",
    "Exit codes: 0 fine, 2 wrong use or bad input, 3 an engine is not available, 4 no result within the budget, " +
      "130 interrupted.",
  ],
  examples: [
    { line: "occam-tab fit homes.csv", says: "predict the last column" },
    { line: "occam-tab fit homes.csv --target price --ignore url", says: "choose the column to predict" },
    {
      line: "occam-tab fit visits.csv --group patient --folds 10",
      says: "keep the visits of a patient together",
    },
    { line: "gzip -dc homes.csv.gz | occam-tab fit - --out reports/homes", says: "read from a pipe" },
  ],
  run: runFit,
};

async function runFit(call: Call): Promise<number> {
  const { words, flags, world, signal } = call;
  const [path = ""] = words;
  const folder = flags.out ?? join("reports", path === "-" ? "stdin" : nameOf(path));
  const progress = progressDisplay(world, flags.quiet);
  const time = world.now().toISOString();
  try {
    const table = await readTableFile(path, flags, world);
    await claim(folder, flags.force, "folder");
    const folds = await readFolds(flags.folds, table.table.rowCount);
    const request = makeRequest(table, { ...flags, folds }, { command: call.again, time });
    if (flags.target === null) progress.say(`Predicting "${request.target}", the last column; --target names another.`);
    const outcome = await fit({ ...request, began: world.began }, { observe: progress.show, signal });
    progress.show({ kind: "stage", stage: "write", message: `Writing ${folder}.` });
    const files = filesOf(outcome, table, flags.id);
    signal.throwIfAborted();
    await claim(folder, flags.force, "folder");
    await writeFolder(folder, files);
    progress.clear();
    const screen = outputScreen(world);
    if (flags.json) screen.pass(formatResults(outcome.results));
    else screen.print(...ending(outcome, folder, screen.width));
    return 0;
  } finally {
    progress.clear();
  }
}

function filesOf(outcome: FitOutcome, data: NamedTable, id: string | null): Files {
  const { results, model, recommended, predictions, folds } = outcome;
  const idColumn = id === null ? null : (data.table.columns.find((column) => column.name === id) ?? null);
  return new Map<string, string | Uint8Array>([
    ["report.html", renderReport(results)],
    ["results.json", formatResults(results)],
    ["model.json", formatModel(model)],
    ...(recommended === null ? [] : ([["recommended.json", formatModel(recommended)]] as const)),
    ["predictions.csv", formatOutOfFold(predictions, results.data.target, idColumn)],
    ["folds.csv", formatFolds(folds, data.table.rowCount)],
  ]);
}

function ending(outcome: FitOutcome, folder: string, width: number): readonly Line[] {
  const places = [
    ["Report", "report.html"],
    ["Model", outcome.recommended === null ? "model.json" : "recommended.json"],
  ] as const;
  return [
    ...summarise(outcome.results, width),
    ...places.map(([what, file]) => `${what.padEnd(8)}${join(folder, file)}`),
    ...wrap(savedModel(outcome.results, outcome.recommended !== null), width),
  ];
}

/** Which model a file holds, where another than the network is recommended; else nothing. */
export function savedModel({ choice, models }: Pick<Results, "choice" | "models">, isSaved: boolean): string {
  if (choice === undefined || choice.model === "occam") return "";
  const chosen = models.find(({ id }) => id === choice.model)?.label.toLowerCase() ?? choice.model;
  return !isSaved
    ? `model.json holds the Occam network; the model recommended above (${chosen}) is scored but not saved.`
    : `recommended.json holds the model recommended above (${chosen}), model.json the Occam network.`;
}
