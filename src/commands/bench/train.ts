import { type BenchRequest, type PartDone, runBench, runPart } from "../../bench/bench.ts";
import type { PlannedJob } from "../../bench/jobs.ts";
import type { SuiteSet } from "../../bench/scores.ts";
import { suiteFold } from "../../bench/scores-file.ts";
import type { JobSettings } from "../../run/job.ts";
import type { JobRunner } from "../../run/runner.ts";
import type { Call } from "../command-line/command.ts";
import { codeFingerprint, openStore, resumable } from "../files/store.ts";
import type { FlagValues } from "../flags/index.ts";
import { withRunner } from "../queue/open.ts";
import { outputScreen } from "../terminal/screen.ts";
import type { PreparedBench } from "./prepare.ts";
import type { BenchProgressDisplay } from "./progress.ts";
import { setHead, setLine } from "./text.ts";

/** What a bench says of its models. */
export function settingsOf({ seed, preset, trees, "prune-by": pruneBy }: FlagValues): JobSettings {
  return { seed, preset, trees, maxParameters: null, maxOperations: null, pruneBy, engine: "auto" };
}

type Trained = Pick<PreparedBench, "sets" | "models" | "folder">;

/** Trains every model on every fold and prints one line per set. */
export function trainSuite(call: Call, bench: Trained, display: BenchProgressDisplay): Promise<SuiteSet[]> {
  const { flags, world } = call;
  const screen = outputScreen(world);
  if (!flags.json) screen.print(setHead(bench.models));
  const observe: BenchRequest["observe"] = (progress) => {
    display.show(progress);
    if (progress.kind !== "set" || flags.json) return;
    display.clear();
    screen.print(setLine(progress.set, bench.models));
  };
  const work = (request: BenchRequest) => runBench({ ...request, observe }, { merge: flags.merge });
  return trained(call, bench, { display, work });
}

/** Trains some jobs of a suite, whose results stay in its folder. */
export function trainPart(
  call: Call,
  bench: Trained & { readonly part: readonly PlannedJob[] },
  display: BenchProgressDisplay,
): Promise<PartDone> {
  return trained(call, bench, { display, work: (request) => runPart(request, bench.part) });
}

/** Lets `work` run a bench where the flags say. An interrupted bench keeps its finished results. */
async function trained<T>(
  call: Call,
  { sets, models, folder }: Trained,
  { display, work }: { readonly display: BenchProgressDisplay; readonly work: (request: BenchRequest) => Promise<T> },
): Promise<T> {
  const { flags, signal } = call;
  const store = await openStore(folder, flags.force, suiteFold);
  const code = await codeFingerprint();
  const requestWith = (runner: JobRunner): BenchRequest => ({
    ...{ sets, models, settings: settingsOf(flags), code, fresh: flags.fresh },
    ...{ store, runner, signal, observe: display.show },
  });
  try {
    return await withRunner(call, { say: display.say, finishRest: true }, (runner) => work(requestWith(runner)));
  } catch (error) {
    throw resumable(error, signal, folder);
  }
}
