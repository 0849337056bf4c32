import { type BenchRequest, type PartDone, runBench, runPart } from "../../bench/bench.ts";
import type { PlannedJob } from "../../bench/jobs.ts";
import type { SuiteSet } from "../../bench/scores.ts";
import { suiteFold } from "../../bench/scores-file.ts";
import type { JobSettings } from "../../run/job.ts";
import { onThreads } from "../../run/runner.ts";
import type { Call } from "../command-line/command.ts";
import { codeFingerprint, openStore, resumable } from "../files/store.ts";
import type { FlagValues } from "../flags/index.ts";
import { jobsHere } from "../flags/request.ts";
import { outputScreen } from "../terminal/screen.ts";
import type { PreparedBench } from "./prepare.ts";
import type { BenchProgressDisplay } from "./progress.ts";
import { setHead, setLine } from "./text.ts";

/** What a bench says of its models. */
export function settingsOf({ seed, preset, trees }: FlagValues): JobSettings {
  return { seed, preset, trees, maxParameters: null, maxOperations: null, engine: "auto" };
}

type Trained = Pick<PreparedBench, "sets" | "models" | "folder">;

/** Trains every model on every fold and prints one line per set. An interrupted bench keeps its finished results. */
export function trainSuite(call: Call, bench: Trained, display: BenchProgressDisplay): Promise<SuiteSet[]> {
  const { flags, world } = call;
  const screen = outputScreen(world);
  if (!flags.json) screen.print(setHead(bench.models));
  return keeping(call, bench, async () => {
    const request = await requestOf(call, bench, display);
    const observe: BenchRequest["observe"] = (progress) => {
      display.show(progress);
      if (progress.kind !== "set" || flags.json) return;
      display.clear();
      screen.print(setLine(progress.set, bench.models));
    };
    return runBench({ ...request, observe }, { merge: flags.merge });
  });
}

/** Trains some jobs of a suite, whose results stay in its folder. */
export function trainPart(
  call: Call,
  bench: Trained & { readonly part: readonly PlannedJob[] },
  display: BenchProgressDisplay,
): Promise<PartDone> {
  return keeping(call, bench, async () => runPart(await requestOf(call, bench, display), bench.part));
}

async function requestOf(
  { flags, signal }: Call,
  { sets, models, folder }: Trained,
  display: BenchProgressDisplay,
): Promise<BenchRequest> {
  return {
    ...{ sets, models, settings: settingsOf(flags), code: await codeFingerprint(), fresh: flags.fresh },
    store: await openStore(folder, flags.force, suiteFold),
    runner: onThreads(jobsHere(flags)),
    signal,
    observe: display.show,
  };
}

/** An interrupted bench keeps its finished results. */
async function keeping<T>({ signal }: Call, { folder }: Trained, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw resumable(error, signal, folder);
  }
}
