import type { Progress } from "../pipeline/request.ts";
import { duration } from "../report/number.ts";
import { visible } from "../report/text.ts";
import type { Output, World } from "./command.ts";
import { clip, paintFor, widthOf } from "./terminal.ts";

/** Hears a run and tells a person: one live line in a terminal, one line an event elsewhere. */
export interface Teller {
  readonly hear: (progress: Progress) => void;
  /** A sentence that stays. */
  readonly say: (text: string) => void;
  /** Clears the live line. */
  readonly end: () => void;
}

const framesPerSecond = 10;

export function teller(world: World, quiet: boolean): Teller {
  if (quiet) return { hear: () => {}, say: () => {}, end: () => {} };
  return world.errors.isTTY === true ? liveTeller(world) : plainTeller(world.errors);
}

function plainTeller(output: Output): Teller {
  const told = new Set<string>();
  return {
    hear: (progress) => {
      if (progress.kind === "stage") output.write(`${visible(progress.message)}\n`);
      if (progress.kind === "done") {
        const what = `${progress.model}, ${foldName(progress.fold)}`;
        if (!told.has(what)) output.write(`${percent(progress.share)} done: ${what}\n`);
        told.add(what);
      }
    },
    say: (text) => void output.write(`${visible(text)}\n`),
    end: () => {},
  };
}

function liveTeller(world: World): Teller {
  const { errors: output } = world;
  const paint = paintFor(output, world.environment);
  const start = world.now().getTime();
  let drawn = 0; // when, in milliseconds
  let stage = "";
  let shown = false;
  const clear = (): void => {
    if (shown) output.write("\r\u001b[K");
    shown = false;
  };
  const draw = (text: string): void => {
    output.write(`\r\u001b[K${paint.dim(clip(visible(text), widthOf(output) - 1))}`);
    shown = true;
  };
  return {
    hear: (progress) => {
      const now = world.now().getTime();
      if (progress.kind === "stage") stage = progress.message;
      else if (now - drawn < 1000 / framesPerSecond) return;
      drawn = now;
      draw(progress.kind === "stage" ? stage : liveLine(progress, (now - start) / 1000));
    },
    say: (text) => {
      clear();
      output.write(`${visible(text)}\n`);
    },
    end: clear,
  };
}

/** "41 %  fold 2  occam  round 14  loss 0.431  12 % of weights left  35 s to go" */
export function liveLine(progress: Exclude<Progress, { kind: "stage" }>, seconds: number): string {
  const parts = [percent(progress.share), foldName(progress.fold), progress.model];
  // A forest has trees instead of rounds, and no loss to follow.
  if (progress.kind === "round" && Number.isFinite(progress.holdoutLoss)) {
    parts.push(`round ${progress.round}`, `loss ${progress.holdoutLoss.toPrecision(3)}`);
    parts.push(`${percent(progress.weightShare)} of weights left`);
  }
  // The first moments say nothing about the whole.
  if (seconds > 2 && progress.share > 0.02) {
    parts.push(`${duration((seconds * (1 - progress.share)) / progress.share)} to go`);
  }
  return parts.join("  ");
}

function foldName(fold: number): string {
  return fold < 0 ? "all rows" : `fold ${fold + 1}`;
}

function percent(share: number): string {
  const value = 100 * Math.min(1, Math.max(0, share));
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toPrecision(1)} %`;
}
