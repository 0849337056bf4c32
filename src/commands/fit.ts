import { join } from "node:path";
import type { Results } from "../evaluate/results/results.ts";
import { formatMemory } from "../learn/memory.ts";
import { formatModel } from "../model/artifact.ts";
import { fit, type FitOutcome } from "../run/fit.ts";
import { renderReport } from "../report/report.ts";
import { formatFolds } from "../split/given-folds.ts";
import type { Call, Command } from "./command-line/command.ts";
import { dataWord } from "./command-line/words.ts";
import { memoryPath } from "./files/ongoing.ts";
import { nameOf } from "./files/read.ts";
import { claim, type Files, writeFolder } from "./files/write.ts";
import { readFolds } from "./files/folds.ts";
import { formatOutOfFold } from "./files/predictions.ts";
import { progressDisplay } from "./terminal/progress.ts";
import { readTableFile } from "./files/reading.ts";
import type { FlagValues } from "./flags/index.ts";
import { makeRequest, type NamedTable } from "./flags/request.ts";
import { withRunner } from "./queue/open.ts";
import { formatResults } from "./files/results-file.ts";
import { fitStream, openStream, type StreamedFit } from "./stream/fit-stream.ts";
import { summarise } from "./terminal/summary.ts";
import { wrap } from "./terminal/terminal.ts";
import { type Line, outputScreen } from "./terminal/screen.ts";

/**
 * `occam-tab fit data.csv`: the main job, from a table to a folder with report, results, model, predictions and folds.
 */
export const fitCommand: Command = {
  name: "fit",
  summary: "train a network, a forest and other models, and say which to use",
  words: [dataWord],
  details: [
    "Trains a small sparse network and its rivals (--models chooses them) on the same folds of the table, " +
      "compares them on rows that none has seen, and writes the folder reports/NAME: report.html, results.json, " +
      "model.json (the network, trained on all rows), recommended.json (what the report recommends, " +
      "if that is another model), predictions.csv (out of fold) and folds.csv.",
    "Standard error shows what was inferred (target, task, column types, folds) and the flag that overrides it. " +
      "Standard output gets the verdict and a table, or results.json with --json.",
    "Exit codes: 0 fine, 2 wrong use or bad input, 3 an engine is not available, 130 interrupted.",
  ],
  examples: [
    { line: "occam-tab fit homes.csv", says: "predict the last column" },
    { line: "occam-tab fit homes.csv --target price --ignore url", says: "choose the column to predict" },
    {
      line: "occam-tab fit visits.csv --group patient --folds 10",
      says: "keep the visits of a patient together",
    },
    { line: "occam-tab fit clicks.csv.gz --stream", says: "learn from a file larger than memory" },
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
    const stream = flags.stream ? await openStream(path, flags, world) : null;
    const table = stream?.drawn.reading ?? (await readTableFile(path, flags, world));
    await claim(folder, flags.force, "folder");
    const folds = await readFolds(flags.folds, table.table.rowCount);
    const request = makeRequest(table, { ...flags, folds }, { command: call.again, time });
    if (flags.target === null) progress.say(`Predicting "${request.target}", the last column; --target names another.`);
    const { outcome, ongoing } = await withRunner(
      call,
      { say: progress.say, finishRest: false },
      async (runner): Promise<StreamedFit> => {
        const hooks = { observe: progress.show, signal, runner };
        const whole = { ...request, began: world.began };
        if (stream === null) return { outcome: await fit(whole, hooks), ongoing: null };
        return fitStream({ ...stream, request: whole }, { path, flags, say: progress.say }, hooks);
      },
    );
    progress.show({ kind: "stage", stage: "write", message: `Writing ${folder}.` });
    const files = new Map([...filesOf(outcome, table, flags), ...memoryOf(ongoing)]);
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

/** What lies beside a network that has gone on, so that it can go on again. */
function memoryOf(ongoing: StreamedFit["ongoing"]): Files {
  return new Map(ongoing === null ? [] : [[memoryPath("model.json"), formatMemory(ongoing.memory)]]);
}

type FileFlags = Pick<FlagValues, "id" | "all-repeats">;

function filesOf(outcome: FitOutcome, data: NamedTable, { id, "all-repeats": allRepeats }: FileFlags): Files {
  const { results, model, recommended, saved, predictions, folds } = outcome;
  const idColumn = id === null ? null : (data.table.columns.find((column) => column.name === id) ?? null);
  const form = { target: results.data.target, id: idColumn, allRepeats };
  return new Map<string, string | Uint8Array>([
    ["report.html", renderReport(results)],
    ["results.json", formatResults(results)],
    ...(model === null ? [] : ([["model.json", formatModel(model)]] as const)),
    ...(recommended === null ? [] : ([["recommended.json", formatModel(recommended)]] as const)),
    ...[...saved].map(([name, artifact]) => [`${name}.json`, formatModel(artifact)] as const),
    ["predictions.csv", formatOutOfFold(predictions, form)],
    ["folds.csv", formatFolds(folds, data.table.rowCount)],
  ]);
}

function ending(outcome: FitOutcome, folder: string, width: number): readonly Line[] {
  const { results, modelId, recommended, saved } = outcome;
  const file = recommended !== null ? "recommended.json" : modelId !== null ? "model.json" : null;
  const kept = [...saved.keys()].map((name) => `${name}.json`);
  const places = [
    ["Report", "report.html"] as const,
    ...(file === null ? [] : [["Model", file] as const]),
    ...(kept.length === 0 ? [] : [["Saved", kept.join(", ")] as const]),
  ];
  return [
    ...summarise(results, width),
    ...places.map(([what, name]) => `${what.padEnd(8)}${join(folder, name)}`),
    ...wrap(savedModel(results, { modelId, isSaved: recommended !== null }), width),
  ];
}

/** Which model a file holds, where another than that of model.json is recommended; else nothing. */
export function savedModel(
  { choice, models }: Pick<Results, "choice" | "models">,
  { modelId, isSaved }: { readonly modelId: string | null; readonly isSaved: boolean },
): string {
  if (choice === undefined || choice.model === modelId) return "";
  const labelOf = (id: string) => models.find((model) => model.id === id)?.label.toLowerCase() ?? id;
  const chosen = labelOf(choice.model);
  if (modelId === null) return `The model recommended above (${chosen}) is scored but not saved.`;
  const held = modelId === "occam" ? "the Occam network" : `another one (${labelOf(modelId)})`;
  return !isSaved
    ? `model.json holds ${held}; the model recommended above (${chosen}) is scored but not saved.`
    : `recommended.json holds the model recommended above (${chosen}), model.json ${held}.`;
}
