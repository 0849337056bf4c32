import type { BenchProgress } from "../../bench/bench.ts";
import { duration } from "../../report/number.ts";
import type { World } from "../command-line/command.ts";
import { errorScreen } from "../terminal/screen.ts";

/** Shows how a bench goes on: one live line in a terminal, a line every half minute elsewhere. */
export interface BenchProgressDisplay {
  readonly show: (progress: BenchProgress) => void;
  readonly say: (text: string) => void;
  /** Clears the live line, so that something else can be written. */
  readonly clear: () => void;
}

const liveMilliseconds = 100;
const plainMilliseconds = 30_000;

export function benchProgress(world: World, quiet: boolean): BenchProgressDisplay {
  if (quiet) return { show: () => {}, say: () => {}, clear: () => {} };
  const screen = errorScreen(world);
  const start = world.now().getTime();
  let shown = start;
  return {
    show: (progress) => {
      if (progress.kind !== "work") return;
      const now = world.now().getTime();
      if (now - shown < (screen.isLive ? liveMilliseconds : plainMilliseconds)) return;
      shown = now;
      const line = workLine(progress, (now - start) / 1000);
      if (screen.isLive) screen.draw(line);
      else screen.print(line);
    },
    say: (text) => screen.print(text),
    clear: () => screen.clear(),
  };
}

/** "41%  letter  occam, fold 3  2.3 min to go" */
function workLine(progress: BenchProgress & { readonly kind: "work" }, seconds: number): string {
  const { share, set, model, fold } = progress;
  const parts = [`${Math.floor(100 * share)}%`, set, `${model}, fold ${fold + 1}`];
  if (seconds > 2 && share > 0.01) parts.push(`${duration(Math.round((seconds * (1 - share)) / share))} to go`);
  return parts.join("  ");
}
