import type { Finding } from "../../ingest/table.ts";
import type { Progress } from "../../run/request.ts";
import { duration } from "../../report/number.ts";
import { truncate } from "../../report/text.ts";
import type { World } from "../world.ts";
import { wrap } from "./terminal.ts";
import { type Screen, errorScreen } from "./screen.ts";

/** Shows the progress of a run: one live line in a terminal, one line per event elsewhere. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** A sentence that stays. */
  readonly say: (text: string) => void;
  /** Clears the live line. */
  readonly clear: () => void;
}

type Step = Extract<Progress, { share: number }>;

const framesPerSecond = 10;
const notesListed = 10;

export function progressDisplay(world: World, quiet: boolean): ProgressDisplay {
  if (quiet) return { show: () => {}, say: () => {}, clear: () => {} };
  const screen = errorScreen(world);
  return screen.isLive ? liveDisplay(screen, world) : plainDisplay(screen);
}

function plainDisplay(screen: Screen): ProgressDisplay {
  const say = (text: string): void => screen.print(text);
  return {
    show: (progress) => {
      if (progress.kind === "stage") say(progress.message);
      if (progress.kind === "plan") planLines(progress).forEach(say);
      if (progress.kind === "done") {
        say(`${percent(progress.share)} done: ${progress.model}, ${foldName(progress.fold)}`);
      }
    },
    say,
    clear: () => {},
  };
}

function liveDisplay(screen: Screen, world: World): ProgressDisplay {
  const start = world.now().getTime();
  let drawn = 0; // when, in milliseconds
  const say = (text: string): void => screen.print(...wrap(text, screen.width, 2));
  const show = (progress: Progress): void => {
    if (progress.kind === "stage") return screen.draw(progress.message);
    if (progress.kind === "plan") return planLines(progress).forEach(say);
    const now = world.now().getTime();
    if (now - drawn < 1000 / framesPerSecond) return;
    drawn = now;
    screen.draw(liveLine(progress, (now - start) / 1000));
  };
  return { show, say, clear: () => screen.clear() };
}

/** What was inferred, and what a reader must know about the data. */
function planLines(plan: Extract<Progress, { kind: "plan" }>): readonly string[] {
  const warnings = plan.findings.filter((finding) => finding.severity === "warning");
  const notes = plan.findings.length - warnings.length;
  const rest = [
    ...(warnings.length > notesListed ? [`${warnings.length - notesListed} more warnings`] : []),
    ...(notes > 0 ? [notes === 1 ? "1 note" : `${notes} notes`] : []),
  ];
  return [
    plan.task,
    plan.split,
    ...warnings.slice(0, notesListed).map(findingLine),
    ...(rest.length > 0 ? [`${rest.join(" and ")} on the data: see the report or "occam-tab inspect".`] : []),
  ];
}

/** A finding as one line. */
export function findingLine({ severity, message, action }: Finding): string {
  return `${severity === "warning" ? "Warning" : "Note"}: ${truncate(message, 300)} ${truncate(action, 200)}`;
}

/** "41%  35 s to go  fold 2  occam  round 14  loss 0.431  12% of weights left" */
export function liveLine(progress: Step, seconds: number): string {
  const parts = [percent(progress.share)];
  // The first moments say nothing about the time of the whole run.
  if (seconds > 2 && progress.share > 0.02) {
    const left = Math.max(1, Math.round((seconds * (1 - progress.share)) / progress.share));
    parts.push(`${duration(left)} to go`);
  }
  parts.push(foldName(progress.fold), progress.model);
  // A forest has trees instead of rounds, and no loss to follow.
  if (progress.kind === "round" && progress.holdoutLoss !== undefined) {
    parts.push(`round ${progress.round}`, `loss ${progress.holdoutLoss.toPrecision(3)}`);
    parts.push(`${percent(progress.weightShare ?? 1)} of weights left`);
  }
  return parts.join("  ");
}

function foldName(fold: number | null): string {
  return fold === null ? "all rows" : `fold ${fold + 1}`;
}

function percent(share: number): string {
  const value = 100 * Math.min(1, Math.max(0, share));
  return `${value >= 0.95 || value === 0 ? Math.round(value) : value.toPrecision(1)}%`;
}
