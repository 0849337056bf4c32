import { runBench } from "../../bench/bench.ts";
import type { SuiteSet } from "../../bench/scores.ts";
import { suiteFold } from "../../bench/scores-file.ts";
import { onThreads } from "../../run/runner.ts";
import type { Call } from "../command-line/command.ts";
import { codeFingerprint, openStore, resumable } from "../files/store.ts";
import { outputScreen } from "../terminal/screen.ts";
import type { PreparedBench } from "./prepare.ts";
import type { BenchProgressDisplay } from "./progress.ts";
import { setHead, setLine } from "./text.ts";

/** Trains every model on every fold and prints one line per set. An interrupted bench keeps its finished results. */
export async function trainSuite(
  { flags, world, signal }: Call,
  { sets, models, folder, machine }: PreparedBench,
  display: BenchProgressDisplay,
): Promise<SuiteSet[]> {
  const { seed, preset, trees } = flags;
  const store = await openStore(folder, flags.force, suiteFold);
  const screen = outputScreen(world);
  if (!flags.json) screen.print(setHead(models));
  try {
    return await runBench({
      sets,
      models,
      settings: { seed, preset, trees, maxParameters: null, maxOperations: null, engine: "auto" },
      code: await codeFingerprint(),
      fresh: flags.fresh,
      store,
      runner: onThreads(machine.jobs),
      signal,
      observe: (progress) => {
        display.show(progress);
        if (progress.kind !== "set" || flags.json) return;
        display.clear();
        screen.print(setLine(progress.set, models));
      },
    });
  } catch (error) {
    throw resumable(error, signal, folder);
  }
}
