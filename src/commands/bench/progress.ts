import type { BenchProgress } from "../../bench/bench.ts";
import type { World } from "../world.ts";
import { shareDisplay } from "../terminal/share.ts";

/** Shows how a bench goes on. */
export interface BenchProgressDisplay {
  readonly show: (progress: BenchProgress) => void;
  readonly say: (text: string) => void;
  /** Clears the live line, so that something else can be written. */
  readonly clear: () => void;
}

/** "41%  letter  occam, fold 3  2.3 min to go" */
export function benchProgress(world: World, quiet: boolean): BenchProgressDisplay {
  const display = shareDisplay(world, quiet);
  return {
    ...display,
    show: (progress) => {
      if (progress.kind !== "work") return;
      const { share, set, model, fold } = progress;
      display.show({ share, what: `${set}  ${model}, fold ${fold + 1}` });
    },
  };
}
