import { availableParallelism } from "node:os";
import { join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { readRoles } from "../../ingest/roles.ts";
import { resolveEngine } from "../../run/engine.ts";
import { planRun } from "../../run/plan.ts";
import { shareData } from "../../run/share.ts";
import { type Made, madeKinds } from "../../study/made.ts";
import type { Study, StudySettings, StudySubject } from "../../study/study.ts";
import type { Call } from "../command-line/command.ts";
import { nameOf } from "../files/read.ts";
import { readTableFile } from "../files/reading.ts";
import { replayOf } from "../flags/replay.ts";
import { makeRequest } from "../flags/request.ts";
import { version } from "../machine/version.ts";

/** What a study runs on, and on how many threads. */
export interface PreparedStudy {
  readonly subject: StudySubject;
  readonly identity: readonly unknown[]; // of the data: what decides numbers beside the settings
  readonly jobs: number;
  readonly folder: string; // for its files
}

/** Reads the table of a study, or names the data that it makes. Throws a `UserError`. */
export async function prepareStudy(call: Call, study: Study): Promise<PreparedStudy> {
  const { words, flags, world } = call;
  const path = words[1] ?? "";
  const made = madeFor(study, path, flags.made);
  const replay = replayOf(flags.replay ?? "all");
  const origin = { version, command: call.again, time: world.now().toISOString() };
  if (made !== null) {
    const settings = { ...settingsOf(call, study, made), replay };
    return {
      subject: { settings, run: null, time: null, name: made, sha256: "", target: null, origin },
      identity: [],
      jobs: flags.jobs ?? availableParallelism(),
      folder: flags.out ?? join("reports", `${made}-${study.id}`),
    };
  }
  const table = await readTableFile(path, flags, world);
  refuseFewer(table.table.rowCount);
  // A study deals rows itself; the plan of a fit checks the table and decides target, task and inputs.
  const request = makeRequest(table, { ...flags, folds: 2 }, origin);
  const run = shareData(planRun(request).run);
  refuseFewer(run.usedRows.length);
  const { time } = readRoles(request.table, request, { rows: run.usedRows, file: request.name });
  const { name, source, target, task, ignore, id, group, weight } = request;
  const { backend } = await resolveEngine(request, { now: () => 0 });
  const settings = { ...settingsOf(call, study, null), replay, ...(backend === null ? {} : { backend }) };
  return {
    subject: { settings, run, time, name, sha256: source.sha256, target: run.target.name, origin },
    identity: [
      source.sha256,
      source.rules ?? null,
      source.decisions,
      target,
      task,
      ignore,
      id,
      group,
      request.time,
      weight,
    ],
    jobs: request.jobs,
    folder: flags.out ?? join("reports", `${path === "-" ? "stdin" : nameOf(path)}-${study.id}`),
  };
}

/** Parts of parts are dealt: with fewer rows some would be empty, and no number would mean anything. */
const fewestRows = 25;

function refuseFewer(rows: number): void {
  if (rows >= fewestRows) return;
  throw new UserError(
    `A study needs at least ${fewestRows} rows with a target, and here ${rows === 1 ? "is" : "are"} ${rows}.`,
    {
      hint: "Give more rows.",
    },
  );
}

function settingsOf({ flags }: Call, study: Study, made: Made | null): Omit<StudySettings, "replay"> {
  const { seed, preset, engine, megabatches } = flags;
  return { seed, preset, engine, megabatches, made, seeds: flags.seeds ?? study.seeds({ made }) };
}

/** The data that the study is to make; null for a table. Throws a `UserError` for both and for neither. */
function madeFor({ id, makes }: Study, path: string, asked: string | null): Made | null {
  if (asked === null && path !== "") return null;
  const kinds = makes.join(" or --made ");
  if (asked === null) {
    throw new UserError(`study ${id} needs data.`, {
      hint: `Name a file${makes.length === 0 ? "" : `, or --made ${kinds}`}.`,
    });
  }
  const made = madeKinds.find((kind) => kind === asked);
  if (made === undefined || !makes.includes(made)) {
    throw new UserError(`study ${id} does not make its own data.`, { hint: "Leave out --made, and name a file." });
  }
  if (path === "") return made;
  throw new UserError(`--made ${made} makes the data, so ${path} is not read.`, { hint: "Leave one of them out." });
}
