import { levelsOf } from "../../export/features.ts";
import { conformTable } from "../../ingest/conform.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import type { Table } from "../../ingest/table.ts";
import { hasValue } from "../../ingest/target.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { predict, schemaOf } from "../../predict/table.ts";
import { cellText } from "../files/csv.ts";
import { parseForModel } from "../files/reading.ts";
import { roundingOf } from "../files/target-number.ts";
import type { FlagValues } from "../flags/index.ts";
import type { BlockPrediction, BlockSettings } from "./block.ts";
import { type StrangeCells, together } from "./strange-cells.ts";
import { predictionLines, predictionObjects } from "./table-text.ts";

/** Some rows of a file that declares its columns. */
export interface ColumnBlock {
  readonly columns: readonly DeclaredColumn[];
  readonly before: number; // rows of the file before them
}

/** What is the same for all blocks of a file. */
export interface ColumnSettings {
  readonly model: ModelArtifact;
  readonly flags: FlagValues;
  readonly settings: BlockSettings;
}

/** A function that predicts blocks as the code for whole tables does. Throws a `UserError`. */
export function columnPredictor({
  model,
  flags,
  settings,
}: ColumnSettings): (block: ColumnBlock) => Promise<BlockPrediction> {
  const { file, names, id, json, extras } = settings;
  const rounded = roundingOf(model.task);
  return async ({ columns, before }) => {
    const data = await parseForModel({ name: file, file, columns }, flags, model);
    const prediction = predict(model, data, extras);
    const idColumn = id === null ? null : data.table.columns.find(({ name }) => name === names[id])!;
    return {
      rows: data.table.rowCount,
      content: json
        ? Buffer.from(JSON.stringify(predictionObjects(prediction, idColumn)).slice(1, -1))
        : predictionLines(prediction, idColumn, { rounded, shown: (text) => text }),
      rejects: [],
      strange: strangeCells(model, data.table, before),
      // Others are numbered by the rows of the whole file.
      findings: [...data.findings, ...prediction.findings].filter(({ code }) => !counted.has(code)),
    };
  };
}

const counted = new Set(["unseen-level", "other-kind"]);

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
