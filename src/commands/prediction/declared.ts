import { UserError } from "../../base/errors.ts";
import { levelsOf } from "../../export/features.ts";
import { graphOf } from "../../export/graph.ts";
import { conformTable } from "../../ingest/conform.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import type { Finding, Table } from "../../ingest/table.ts";
import { hasValue } from "../../ingest/target.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { extrasOf } from "../../predict/extra-columns.ts";
import { predict, schemaOf } from "../../predict/table.ts";
import type { Call } from "../command-line/command.ts";
import { cellText } from "../files/csv.ts";
import { parseForModel } from "../files/reading.ts";
import { roundingOf } from "../files/target-number.ts";
import { findingLine, progressDisplay } from "../terminal/progress.ts";
import type { BlockPrediction, BlockSettings } from "./block.ts";
import { type StrangeCells, together } from "./strange-cells.ts";
import { predictionLines, predictionObjects } from "./table-text.ts";
import type { Progress } from "./progress-notes.ts";
import { writePredictions } from "./write.ts";

const rowsAtOnce = 1 << 14;

/** Predicts a file that declares its columns, part after part. Throws a `UserError`; nothing is left of a file then. */
export async function predictDeclared(
  model: ModelArtifact,
  parts: AsyncIterable<readonly DeclaredColumn[]>,
  { call, source }: { readonly call: Call; readonly source: Progress },
): Promise<void> {
  const { flags, world } = call;
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true)
    throw new UserError(`${source.file} has no rows.`, { hint: "Give a table with at least one row." });
  const names = first.value.map(({ name }) => name);
  const id = flags.id === null ? null : names.indexOf(flags.id);
  if (id === -1) throw new UserError(`Column "${flags.id}" is not in ${source.file}.`);
  const settings: BlockSettings = {
    ...{ graph: graphOf(model), file: source.file, delimiter: ",", names, id },
    ...{ json: flags.json, extras: extrasOf(model, flags), keepsRejects: false },
  };
  const said = new Set<string>();
  const progress = progressDisplay(world, flags.quiet);
  const say = (finding: Finding): void => {
    const key = `${finding.code} ${finding.column}`;
    if (!said.has(key)) progress.say(findingLine(finding));
    said.add(key);
  };
  async function* all(): AsyncGenerator<readonly DeclaredColumn[]> {
    yield first.value as readonly DeclaredColumn[];
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  await writePredictions(blocksOf(model, all(), { settings, call, say }), settings, { call, source });
}

interface Run {
  readonly settings: BlockSettings;
  readonly call: Call;
  readonly say: (finding: Finding) => void;
}

async function* blocksOf(
  model: ModelArtifact,
  parts: AsyncIterable<readonly DeclaredColumn[]>,
  { settings, call: { flags }, say }: Run,
): AsyncGenerator<BlockPrediction> {
  const { file, names, id, json, extras } = settings;
  const rounded = roundingOf(model.task);
  let before = 0;
  for await (const columns of parts) {
    const rows = Math.max(0, ...columns.map(({ values }) => values.length));
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const some = columns.map((column) => ({ ...column, values: slice(column.values, from, from + rowsAtOnce) }));
      const data = await parseForModel({ name: file, file, columns: some }, flags, model);
      const prediction = predict(model, data, extras);
      // The others are numbered by the rows of the whole file.
      const findings = [...data.findings, ...prediction.findings].filter(({ code }) => !counted.has(code));
      for (const finding of findings) say(finding);
      const idColumn = id === null ? null : data.table.columns.find(({ name }) => name === names[id])!;
      yield {
        rows: data.table.rowCount,
        content: json
          ? Buffer.from(JSON.stringify(predictionObjects(prediction, idColumn)).slice(1, -1))
          : predictionLines(prediction, idColumn, { rounded, shown: (text) => text }),
        rejects: [],
        strange: strangeCells(model, data.table, before),
      };
      before += data.table.rowCount;
    }
  }
}

const counted = new Set(["unseen-level", "other-kind"]);

function slice(values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> {
  return values instanceof Float64Array ? values.subarray(from, to) : Array.prototype.slice.call(values, from, to);
}

/** Cells of a table that are not what the model knows, by column; `before` are the rows of the file before them. */
function strangeCells(model: ModelArtifact, table: Table, before: number): ReadonlyMap<string, StrangeCells> {
  const schema = schemaOf(model);
  const levels = levelsOf(model);
  const given = new Map(table.columns.map((column) => [column.name, column]));
  const strange = new Map<string, StrangeCells>();
  for (const [i, known] of conformTable(table, schema, "").table.columns.entries()) {
    const { name, kind } = known;
    const column = given.get(name);
    if (column === undefined || (kind === "category" && !levels.has(name))) continue;
    const most = schema[i]!.levels?.length ?? 0;
    const isStrange = (row: number): boolean =>
      known.kind === "category" ? known.codes[row]! >= most : Number.isNaN(known.values[row]!) && hasValue(column, row);
    for (let row = 0; row < table.rowCount; row++) {
      if (!isStrange(row)) continue;
      const one = { kind, rows: 1, example: cellText(column, row).slice(0, 40), place: `row ${before + row + 1}` };
      strange.set(name, together(strange.get(name), one));
    }
  }
  return strange;
}
