import { nearest, UserError } from "../base/errors.ts";
import type { Column } from "../ingest/table.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { extrasOf } from "../predict/extra-columns.ts";
import { predict, type Prediction } from "../predict/table.ts";
import type { Call, Command } from "./command-line/command.ts";
import { dataWord, modelWord } from "./command-line/words.ts";
import { formatCsv } from "./files/csv.ts";
import { readModelText } from "./files/model-file.ts";
import { databaseKind } from "./files/file-facts.ts";
import type { Reading } from "./files/joined-parts.ts";
import { beginningOf, nameOf, readSource, readText } from "./files/read.ts";
import { type TableFile, tableFiles } from "./files/table-files.ts";
import { roundingOf } from "./files/target-number.ts";
import { predictParts } from "./prediction/parts.ts";
import { predictStream } from "./prediction/stream.ts";
import { type CellForm, predictionLines, predictionObjects } from "./prediction/table-text.ts";
import { claim, writeWhole } from "./files/write.ts";
import { findingLine, progressDisplay } from "./terminal/progress.ts";
import { parseForModel, readTableForModel } from "./files/reading.ts";
import { inOneLine } from "./terminal/terminal.ts";
import { outputScreen } from "./terminal/screen.ts";

/** `occam-tab predict model.json new.csv`: a prediction for every row. */
export const predictCommand: Command = {
  name: "predict",
  summary: "predict the rows of a table with a model",
  words: [modelWord, dataWord],
  details: [
    "Writes one line per row of DATA, in its order: the column named by --id, the prediction, and for classes " +
      "the probability of each. A model that was fitted with --cost adds the column decision; --threshold does so " +
      "for any model of classes.",
    "Columns are found by name, in any order; further columns are ignored. A column that is missing counts as " +
      "missing in every row, and a text that was never seen in training as an unknown level: the model then " +
      "relies on the other columns. Standard error reports both. A table without any column of the model is " +
      "refused.",
    "A CSV file of any length, also in gzip or from standard input, is predicted block by block in constant " +
      "memory, on all cores, in its order; so are Parquet and Arrow, by row groups and record batches. " +
      "With --types, --decimal or --missing, and in other formats, a file is read whole. --out is written beside " +
      "its place and renamed when it is whole; on standard output only exit code 0 says that it is. A line with too " +
      "many or too few fields ends the run and is named by its number; --rejects keeps such lines apart instead.",
    "Numbers, dates and missing cells are read as they were in training: decimal mark, units, the order of day and " +
      "month, the words of --missing, --no-header and --comment. A cell that contradicts this is reported with its " +
      "line, and the same flags overrule it.",
    "Cells are quoted as CSV requires and otherwise unchanged. An id that begins with = + - or @ may look like a " +
      "formula to a spreadsheet: open the file as text there.",
  ],
  examples: [
    { line: "occam-tab predict reports/homes/model.json new.csv", says: "print predictions" },
    {
      line: "occam-tab predict model.json new.csv --id parcel --out prices.csv",
      says: "write them to a file with the parcel of each row",
    },
  ],
  run: runPredict,
};

async function runPredict(call: Call): Promise<number> {
  const { words, flags, world, signal } = call;
  const [modelFile = "", path = ""] = words;
  const progress = progressDisplay(world, flags.quiet);
  const model = readModelText(await readText(modelFile), modelFile);
  const extras = extrasOf(model, flags);
  if (flags.out !== null) await claim(flags.out, flags.force);
  if (flags.rejects !== null) await claim(flags.rejects, flags.force);
  if (path === "-" && world.input.isTTY === true) await readSource(path, world); // which reports that nothing is there
  const data = await readUnlessStreamed(model, path, call);
  if (data === null) return 0;
  const id = flags.id === null ? null : columnNamed(data.table.columns, flags.id, path);
  const prediction = predict(model, data, extras);
  for (const finding of [...data.findings, ...prediction.findings]) progress.say(findingLine(finding));
  signal.throwIfAborted();
  const form: CellForm = { rounded: roundingOf(model.task), shown: (text) => text };
  if (flags.json) {
    const content = asJson(prediction, model, id);
    if (flags.out === null) outputScreen(world).pass(content);
    else await writeWhole(flags.out, content);
  } else if (flags.out === null) {
    const screen = outputScreen(world);
    // In output for people a cell takes one line; programs get it unchanged.
    screen.pass(Buffer.from(asCsv(prediction, id, screen.isLive ? { ...form, shown: inOneLine } : form)).toString());
  } else await writeWhole(flags.out, asCsv(prediction, id, form));
  return 0;
}

/** The table, if it is read whole; null where it is predicted part by part, in constant memory. */
async function readUnlessStreamed(model: ModelArtifact, path: string, call: Call): Promise<Reading | null> {
  const { flags, world } = call;
  const { files } = await tableFiles(path);
  const [first, ...others] = files as [TableFile, ...TableFile[]];
  const isQueried = flags.query !== null || (path !== "-" && databaseKind(await beginningOf(first.path)) !== "file");
  if (!isQueried && others.length === 0 && first.partition.length === 0) {
    const whole = await predictStream(model, first.path, call);
    const name = path === "-" ? "stdin" : nameOf(path);
    const file = path === "-" ? "standard input" : first.path;
    return whole === null ? null : parseForModel({ name, file, bytes: whole.bytes }, flags, model);
  }
  if (flags.rejects !== null) {
    throw new UserError("--rejects keeps lines of one file apart, and nothing of several or of a query.", {
      hint: "Predict the files one by one, or leave out --rejects.",
    });
  }
  if (!isQueried && (await predictParts(model, path, { files, call }))) return null;
  return readTableForModel(path, model, { flags, world });
}

function columnNamed(columns: readonly Column[], name: string, file: string): Column {
  const column = columns.find((each) => each.name === name);
  if (column !== undefined) return column;
  const near = nearest(
    name,
    columns.map((each) => each.name),
  );
  throw new UserError(
    `Column "${name}" is not in ${file}.`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

function asCsv(prediction: Prediction, id: Column | null, form: CellForm): Uint8Array {
  const header = [
    ...(id === null ? [] : [id.name]),
    "prediction",
    ...prediction.classes.map((name) => `probability:${name}`),
    ...prediction.extras.map(({ name }) => name),
  ];
  return Buffer.concat([formatCsv(header.map(form.shown), []), predictionLines(prediction, id, form)]);
}

function asJson(prediction: Prediction, { target }: ModelArtifact, id: Column | null): string {
  const { classes } = prediction;
  const rows = predictionObjects(prediction, id);
  return `${JSON.stringify({ schema: "occam-tab/predictions@1", target, classes, rows })}\n`;
}
