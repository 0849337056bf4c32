import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { learnRows } from "../learn/learn.ts";
import type { LearnMemory, LearnRecord } from "../learn/memory.ts";
import type { Learnt } from "../learn/ongoing.ts";
import { amount, count, percent, plural } from "../report/number.ts";
import { listed } from "../report/text.ts";
import { openEngine } from "../run/engine.ts";
import type { Call, Command } from "./command-line/command.ts";
import { memoryPath, readOngoing, writeOngoing } from "./files/ongoing.ts";
import { readTableForModel } from "./files/reading.ts";
import { claim } from "./files/write.ts";
import { replayOf, replayOfLearn } from "./flags/replay.ts";
import { findingLine, progressDisplay } from "./terminal/progress.ts";
import { type Line, outputScreen, styled } from "./terminal/screen.ts";
import { wrap } from "./terminal/terminal.ts";

/** `occam-tab learn model.json new.csv`: the model goes on. */
export const learnCommand: Command = {
  name: "learn",
  summary: "continue the training of a saved network on new rows",
  words: [
    { name: "MODEL", help: "the model.json that a fit, or learn, wrote" },
    {
      name: "DATA",
      help: "new rows with the target: CSV, Parquet, Arrow or JSON, or a folder of such files; - is standard input",
    },
  ],
  details: [
    "Every new row is predicted before it is learnt, so the score is honest and drift shows. Then the guarded " +
      "descent continues: each network learns all new rows but a part, along with replayed rows. A network with " +
      "more weights than the rows so far justify is pruned where a test on that part allows it. If the part is " +
      "then predicted worse than before, the network stays as it was.",
    "When the rows in the memory and the new ones are about twice those of the fit, encoder and networks descend " +
      "from the start on all of them, as in a fit but with two thirds of the operations, and again whenever the rows " +
      "have doubled. So a network may also gain weights. With --replay none or last it only ever goes on.",
    "Rows to replay and the history of all calls lie beside the model as model.memory.json, with the rows " +
      "as they came. The model itself is replaced whole or not at all; --out writes both elsewhere. To have " +
      "the rows of the fit replayed too, name their file first: it is recognised, and put into the memory.",
    "If the fit had --weight or --group, new rows need those columns too: rows count by their weights in training " +
      "and scores, and rows of one group are held out together.",
    "A warning says where the new rows differ from earlier ones: columns with another mean, or a higher loss, both " +
      "beyond chance. New texts of a column with many levels are added; elsewhere they stay unknown until the next " +
      "descent from the start. A new class needs a new fit. Too few rows to judge a pruning wait for the next call.",
  ],
  examples: [
    { line: "occam-tab learn reports/loans/model.json march.csv", says: "go on with the rows of March" },
    { line: "occam-tab learn model.json new.csv --replay all --out next/model.json", says: "replay every row so far" },
  ],
  run: runLearn,
};

async function runLearn(call: Call): Promise<number> {
  const { words, flags, world, signal } = call;
  const [file = "", path = ""] = words;
  const progress = progressDisplay(world, flags.quiet);
  const replay = replayOf(flags.replay ?? replayOfLearn);
  const out = flags.out ?? file;
  if (resolve(out) !== resolve(file)) {
    await claim(out, flags.force);
    await claim(memoryPath(out), flags.force);
  }
  const ongoing = await readOngoing(file);
  const data = await readTableForModel(path, ongoing.model, { flags, world });
  const engine = await openEngine({ engine: "auto" });
  const learnt = await learnRows(ongoing, data, { replay, engine });
  for (const finding of [...data.findings, ...learnt.findings]) progress.say(findingLine(finding));
  for (const warning of warningsOf(learnt.record)) progress.say(`Warning: ${warning}`);
  await setImmediate(); // so that a signal can arrive
  signal.throwIfAborted();
  await writeOngoing(out, learnt);
  const screen = outputScreen(world);
  if (flags.json) screen.pass(`${JSON.stringify({ schema: "occam-tab/learnt@1", ...learnt.record })}\n`);
  else screen.print(...linesOf(learnt, out, screen.width));
  return 0;
}

function warningsOf({ unlike, worse, metric, score }: Learnt["record"]): readonly string[] {
  const columns = unlike.map((name) => `"${name}"`);
  const more = columns.length > 5 ? ` and ${columns.length - 5} more` : "";
  return [
    ...(columns.length === 0
      ? []
      : [
          "The new rows are unlike those before in " +
            `${more === "" ? listed(columns) : columns.slice(0, 5).join(", ")}${more}.`,
        ]),
    ...(worse ? [`They are predicted worse than those before (${metricName(metric)} ${amount(score)}).`] : []),
  ];
}

function metricName(metric: LearnRecord["metric"]): string {
  return metric === "rmse" ? "RMSE" : "log-loss";
}

const recordsShown = 8;

function linesOf({ record, memory }: Learnt, out: string, width: number): readonly Line[] {
  if (record.outcome === "recalled") return linesOfRecall(record.rows, memory, { out, width });
  const { rows, metric, score, outcome, held, weights, anew } = record;
  const history = memory.history.slice(-recordsShown).map((one) => amount(one.score));
  const before = `${plural(rows, "new row")}, predicted before learning: ${metricName(metric)} ${amount(score)}.`;
  const change = held === null ? "" : ` (${lossChange(held, outcome)})`;
  const after = {
    learnt:
      anew === undefined
        ? `Learnt; ${count(weights)} weights are left${change}.`
        : `Descended from the start, since there are ${count(anew.rows)} rows now and the last descent from there ` +
          `had ${count(anew.before)}; ${count(weights)} weights are left${change}.`,
    kept: `Not taken over: training did not help${change}. The network stays as it was.`,
    waiting: `Not learnt yet: ${plural(memory.waiting, "row")} ${memory.waiting === 1 ? "waits" : "wait"}.`,
  }[outcome];
  return [
    ...wrap(before, width, 2).map((line) => styled(line, "bold")),
    ...wrap(after, width, 2),
    ...(history.length > 1 ? wrap(`${metricName(metric)} of the last calls: ${history.join(", ")}`, width, 2) : []),
    `Model   ${out}`,
    `Memory  ${memoryPath(out)}`,
  ];
}

function linesOfRecall(
  rows: number,
  { table }: LearnMemory,
  { out, width }: { readonly out: string; readonly width: number },
): readonly Line[] {
  const held = `The memory holds ${count(table?.rowCount ?? 0)} rows now.`;
  return [
    ...wrap(`These are the ${count(rows)} rows of the fit: to be replayed with new ones. ${held}`, width, 2),
    `Model   ${out}`,
    `Memory  ${memoryPath(out)}`,
  ];
}

/** "loss 3.1% lower on held-out rows": a network that was learnt may have a higher one, within chance. */
export function lossChange(
  { before, after }: NonNullable<LearnRecord["held"]>,
  outcome: LearnRecord["outcome"],
): string {
  if (!(before > 0) || after === before) return "loss unchanged on held-out rows";
  const share = after / before - 1;
  const chance = share > 0 && outcome === "learnt" ? ", which may be chance" : "";
  return `loss ${percent(Math.abs(share))} ${share < 0 ? "lower" : "higher"} on held-out rows${chance}`;
}
