import type { BenchProgress } from "../../bench/bench.ts";
import { duration } from "../../report/number.ts";
import { visible } from "../../report/text.ts";
import type { World } from "../command-line/command.ts";
import { clip, paintFor, widthOf } from "../terminal/terminal.ts";

/** Tells a person how a bench goes on: one live line in a terminal, a line every half minute elsewhere. */
export interface BenchTeller {
  readonly hear: (progress: BenchProgress) => void;
  readonly say: (text: string) => void;
  /** Clears the live line, so that something else can be written. */
  readonly clear: () => void;
}

const liveMilliseconds = 100;
const plainMilliseconds = 30_000;

export function benchTeller(world: World, quiet: boolean): BenchTeller {
  if (quiet) return { hear: () => {}, say: () => {}, clear: () => {} };
  const { errors } = world;
  const live = errors.isTTY === true;
  const paint = paintFor(errors, world.environment);
  const start = world.now().getTime();
  let drawn = start;
  let shown = false;
  const clear = (): void => {
    if (shown) errors.write("\r\u001b[K");
    shown = false;
  };
  return {
    hear: (progress) => {
      if (progress.kind !== "work") return;
      const now = world.now().getTime();
      if (now - drawn < (live ? liveMilliseconds : plainMilliseconds)) return;
      drawn = now;
      const line = workLine(progress, (now - start) / 1000);
      if (live) errors.write(`\r\u001b[K${paint.dim(clip(visible(line), widthOf(errors) - 1))}`);
      else errors.write(`${visible(line)}\n`);
      shown = live;
    },
    say: (text) => {
      clear();
      errors.write(`${visible(text)}\n`);
    },
    clear,
  };
}

/** "41%  letter  occam, fold 3  2.3 min to go" */
export function workLine(progress: BenchProgress & { readonly kind: "work" }, seconds: number): string {
  const { share, set, model, fold } = progress;
  const parts = [`${Math.floor(100 * share)}%`, set, `${model}, fold ${fold + 1}`];
  if (seconds > 2 && share > 0.01) parts.push(`${duration(Math.round((seconds * (1 - share)) / share))} to go`);
  return parts.join("  ");
}
