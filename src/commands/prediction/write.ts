import type { Graph } from "../../export/graph.ts";
import { extraColumns } from "../../predict/extra-columns.ts";
import { orAborted } from "../../run/aborted.ts";
import type { Call } from "../command-line/command.ts";
import { formatCsv } from "../files/csv.ts";
import { GrowingFile } from "../files/write.ts";
import { errorScreen, outputScreen } from "../terminal/screen.ts";
import type { BlockPrediction, BlockSettings } from "./block.ts";
import { type Progress, ProgressNotes } from "./progress-notes.ts";

/** A run and what it reads. */
export interface Running {
  readonly call: Call;
  readonly source: Progress;
}

/** Writes predictions as they come. A file takes its place when all are there, or never. */
export async function writePredictions(
  predictions: AsyncIterable<BlockPrediction>,
  settings: BlockSettings,
  { call, source }: Running,
): Promise<void> {
  const { flags, world, signal } = call;
  const out = flags.out === null ? null : new GrowingFile(flags.out);
  const rejects = flags.rejects === null ? null : new GrowingFile(flags.rejects);
  const notes = new ProgressNotes(call, source);
  let isHeard = true; // until the reader of standard output goes away, who wants no more then
  const close = (): void => void (isHeard = false);
  world.output.once?.("close", close);
  const put = (bytes: Uint8Array | string): Promise<void> =>
    out === null ? toOutput(bytes, call) : out.write(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  try {
    await put(beginningOf(settings));
    await rejects?.write(formatCsv(settings.names, []));
    let isFirst = true;
    for await (const one of predictions) {
      signal.throwIfAborted();
      if (out === null && !isHeard) return;
      if (settings.json && one.rows > 0 && !isFirst) await put(",");
      if (one.rows > 0) isFirst = false;
      await put(one.content);
      for (const { fields } of one.rejects) await rejects?.write(formatCsv(fields, []));
      notes.block(one);
    }
    if (settings.json) await put("]}\n");
    notes.end();
    await rejects?.finish();
    await out?.finish();
  } finally {
    world.output.removeListener?.("close", close);
    if (!flags.quiet) errorScreen(world).clear();
    await out?.discard();
    await rejects?.discard();
  }
}

function beginningOf({ graph, json, id, names, extras }: BlockSettings): Uint8Array | string {
  const classes = classesOf(graph);
  if (!json) {
    return formatCsv(
      [
        ...(id === null ? [] : [names[id]!]),
        "prediction",
        ...classes.map((name) => `probability:${name}`),
        ...extraColumns(extras, graph).names,
      ],
      [],
    );
  }
  const head = JSON.stringify({ schema: "occam-tab/predictions@1", target: graph.target, classes });
  return `${head.slice(0, -1)},"rows":[`;
}

function classesOf({ task }: Graph): readonly string[] {
  return task.kind === "regression" ? [] : task.classes;
}

/** Writes to the stream of results and waits while it is full. */
async function toOutput(bytes: Uint8Array | string, { world, signal }: Call): Promise<void> {
  const { output } = world;
  if (output.isTTY === true) return outputScreen(world).pass(Buffer.from(bytes).toString());
  if (output.write(bytes) !== false || output.once === undefined) return;
  const hasRoom = new Promise<void>((resolve) => {
    const done = (): void => {
      for (const event of ["drain", "close"] as const) output.removeListener?.(event, done);
      resolve();
    };
    for (const event of ["drain", "close"] as const) output.once!(event, done);
  });
  await orAborted(hasRoom, signal);
}
