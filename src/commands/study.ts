import { join } from "node:path";
import { list } from "../base/check.ts";
import { csvOf, jsonOf } from "../study/files.ts";
import { studies, studyNamed } from "../study/index.ts";
import { runStudy } from "../study/run.ts";
import type { StudyOutcome } from "../study/study.ts";
import type { Call, Command } from "./command-line/command.ts";
import { optionalDataWord } from "./command-line/words.ts";
import { formatCsv } from "./files/csv.ts";
import { codeFingerprint, openStore, resumable } from "./files/store.ts";
import { writeFolder } from "./files/write.ts";
import { prepareStudy } from "./study/subject.ts";
import { type Line, outputScreen, styled } from "./terminal/screen.ts";
import { shareDisplay } from "./terminal/share.ts";
import { textTable, wrap } from "./terminal/terminal.ts";

/** `occam-tab study NAME data.csv`: an experiment about training, repeated on a table. */
export const studyCommand: Command = {
  name: "study",
  summary: "repeat an experiment about training on a table",
  words: [
    { name: "STUDY", help: `the experiment: ${studies.map(({ id, what }) => `${id} (${what})`).join(", ")}` },
    optionalDataWord,
  ],
  details: [
    ...studies.map(({ details }) => details),
    "Writes study.html, study.csv and study.json to the folder reports/NAME-STUDY, prints the means with 95% " +
      "intervals over the seeds, and ends with what was found. Every finished part is kept in that folder too: the " +
      "same command continues an interrupted study, and more --seeds add to it.",
  ],
  examples: [
    { line: "occam-tab study anytime loans.csv --megabatches 8 --seeds 3", says: "prune while data arrive" },
    { line: "occam-tab study anytime loans.csv --time day --replay last", says: "in the order of a column" },
  ],
  run: runStudyCommand,
};

async function runStudyCommand({ flags, world, signal, ...call }: Call): Promise<number> {
  const study = studyNamed(call.words[0] ?? "");
  const progress = shareDisplay(world, flags.quiet);
  try {
    const prepared = await prepareStudy({ flags, world, signal, ...call }, study);
    const { subject, folder, jobs, identity } = prepared;
    const results = await runStudy(study, {
      ...{ data: subject, signal, workers: jobs, fresh: flags.fresh, observe: progress.show },
      identity: [await codeFingerprint(), ...identity],
      store: await openStore(folder, flags.force, list(study.result, 1)),
    }).catch((error: unknown) => {
      throw resumable(error, signal, folder);
    });
    const outcome = study.outcome(subject, results);
    const json = jsonOf(study.id, subject, { ...outcome, results });
    const csv = csvOf(results);
    await writeFolder(
      folder,
      new Map<string, string | Uint8Array>([
        ["study.html", outcome.page],
        ["study.json", `${JSON.stringify(json, null, 2)}\n`],
        ["study.csv", formatCsv(csv.header, csv.rows)],
      ]),
    );
    progress.clear();
    const screen = outputScreen(world);
    if (flags.json) screen.pass(`${JSON.stringify(json)}\n`);
    else screen.print(...linesOf(outcome, { folder, target: subject.target }, screen.width));
    return 0;
  } finally {
    progress.clear();
  }
}

interface Beside {
  readonly folder: string;
  readonly target: string | null;
}

function linesOf({ title, tables, finding }: StudyOutcome, { folder, target }: Beside, width: number): readonly Line[] {
  return [
    ...wrap(title, width, 2).map((line) => styled(line, "bold")),
    ...(target === null ? [] : wrap(`Target ${target}`, width, 2)),
    ...tables.flatMap(({ columns, rows }) => ["", ...textTable(columns, rows, width)]),
    "",
    ...wrap(finding, width),
    `Page  ${join(folder, "study.html")}`,
  ];
}
