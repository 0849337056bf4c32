import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { nearest, UserError } from "../base/errors.ts";
import { studies } from "../study/index.ts";
import type { Study, StudyOutcome } from "../study/study.ts";

import type { Call, Command } from "./command-line/command.ts";
import { formatCsv } from "./files/csv.ts";
import { nameOf } from "./files/read.ts";
import { readTableFile } from "./files/reading.ts";
import { claim, writeFolder } from "./files/write.ts";
import { replayOf } from "./flags/replay.ts";
import { makeRequest } from "./flags/request.ts";
import { type Line, outputScreen, styled } from "./terminal/screen.ts";
import { shareDisplay } from "./terminal/share.ts";
import { textTable, wrap } from "./terminal/terminal.ts";

/** `occam-tab study NAME data.csv`: what a table says to a question about training. */
export const studyCommand: Command = {
  name: "study",
  summary: "put a question about training to a table",
  words: [
    { name: "STUDY", help: studies.map(({ id, what }) => `${id}: ${what}`).join("; ") },
    { name: "DATA", help: "a CSV, Parquet, Arrow or JSON file, also in gzip or zip; - is standard input" },
  ],
  details: [
    ...studies.map(({ details }) => details),
    "Writes study.html, study.csv and study.json to the folder reports/NAME-STUDY, prints the means with 95% " +
      "intervals over the seeds, and ends with what was found.",
  ],
  examples: [
    { line: "occam-tab study anytime loans.csv --megabatches 8 --seeds 3", says: "prune while data arrive" },
    { line: "occam-tab study anytime loans.csv --time day --replay last", says: "in the order of a column" },
  ],
  run: runStudy,
};

async function runStudy(call: Call): Promise<number> {
  const { words, flags, world, signal } = call;
  const [id = "", path = ""] = words;
  const study = studyNamed(id);
  const replay = replayOf(flags.replay ?? "all");
  const folder = flags.out ?? join("reports", `${path === "-" ? "stdin" : nameOf(path)}-${id}`);
  const progress = shareDisplay(world, flags.quiet);
  const time = world.now().toISOString();
  try {
    const table = await readTableFile(path, flags, world);
    await claim(folder, flags.force, "folder");
    // A study deals rows itself; the plan of a fit checks the table and decides target, task and inputs.
    const request = makeRequest(table, { ...flags, folds: 2 }, { command: call.again, time });
    const { megabatches, seeds } = flags;
    const outcome = await study.run(
      request,
      { megabatches, seeds, replay },
      {
        observe: async (done) => {
          progress.show(done);
          await setImmediate(); // so that a signal is heard
          signal.throwIfAborted();
        },
      },
    );
    await claim(folder, flags.force, "folder");
    await writeFolder(folder, filesOf(outcome));
    progress.clear();
    const screen = outputScreen(world);
    if (flags.json) screen.pass(`${JSON.stringify(outcome.json)}\n`);
    else screen.print(...linesOf(outcome, folder, screen.width));
    return 0;
  } finally {
    progress.clear();
  }
}

function studyNamed(id: string): Study {
  const study = studies.find((one) => one.id === id);
  if (study !== undefined) return study;
  const ids = studies.map((one) => one.id);
  const near = nearest(id, ids);
  throw new UserError(`There is no study "${id}".`, {
    hint: near === undefined ? `Choose one of ${ids.join(", ")}.` : `Did you mean "${near}"?`,
  });
}

function filesOf({ page, json, csv }: StudyOutcome): ReadonlyMap<string, string | Uint8Array> {
  return new Map<string, string | Uint8Array>([
    ["study.html", page],
    ["study.json", `${JSON.stringify(json, null, 2)}\n`],
    ["study.csv", formatCsv(csv.header, csv.rows)],
  ]);
}

function linesOf({ title, tables, finding }: StudyOutcome, folder: string, width: number): readonly Line[] {
  return [
    ...wrap(title, width, 2).map((line) => styled(line, "bold")),
    ...tables.flatMap(({ columns, rows }) => ["", ...textTable(columns, rows, width)]),
    "",
    ...wrap(finding, width),
    `Page  ${join(folder, "study.html")}`,
  ];
}
