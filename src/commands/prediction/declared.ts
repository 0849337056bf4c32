import { availableParallelism } from "node:os";
import { UserError } from "../../base/errors.ts";
import { graphOf } from "../../export/graph.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { extrasOf } from "../../predict/extra-columns.ts";
import type { Call } from "../command-line/command.ts";
import { sliced } from "../files/declared-parts.ts";
import { findingLine, progressDisplay } from "../terminal/progress.ts";
import type { BlockPrediction, BlockSettings } from "./block.ts";
import type { ColumnBlock } from "./columns.ts";
import type { Progress } from "./progress-notes.ts";
import { predictBlocks } from "./workers.ts";
import { writePredictions } from "./write.ts";

const rowsOfBlock = 1 << 14;
const explainedRows = 1 << 8; // of a block whose rows are explained, which takes a thousand times as long

/** Predicts a file that declares its columns, part after part. Throws a `UserError`; nothing is left of a file then. */
export async function predictDeclared(
  model: ModelArtifact,
  parts: AsyncIterable<readonly DeclaredColumn[]>,
  { call, source }: { readonly call: Call; readonly source: Progress },
): Promise<void> {
  const { flags, world, signal } = call;
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
  async function* all(): AsyncGenerator<readonly DeclaredColumn[]> {
    yield first.value as readonly DeclaredColumn[];
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  const predictions = predictBlocks(
    blocksOf(all(), flags.explain === null ? rowsOfBlock : explainedRows),
    { kind: "columns", model, flags, settings },
    { count: availableParallelism(), signal },
  );
  const progress = progressDisplay(world, flags.quiet);
  const said = new Set<string>();
  async function* withFindings(): AsyncGenerator<BlockPrediction> {
    for await (const prediction of predictions) {
      for (const finding of prediction.findings) {
        const key = `${finding.code} ${finding.column}`;
        if (!said.has(key)) progress.say(findingLine(finding));
        said.add(key);
      }
      yield prediction;
    }
  }
  await writePredictions(withFindings(), settings, { call, source });
}

async function* blocksOf(parts: AsyncIterable<readonly DeclaredColumn[]>, most: number): AsyncGenerator<ColumnBlock> {
  let before = 0;
  for await (const columns of parts) {
    const rows = Math.max(0, ...columns.map(({ values }) => values.length));
    for (let from = 0; from < rows; from += most) {
      const to = Math.min(from + most, rows);
      yield {
        columns: columns.map((column) => ({ ...column, values: sliced(column.values, from, to) })),
        before: before + from,
      };
    }
    before += rows;
  }
}
