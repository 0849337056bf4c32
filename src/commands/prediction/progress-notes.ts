import { count, duration } from "../../report/number.ts";
import type { Call } from "../command-line/command.ts";
import { progressDisplay } from "../terminal/progress.ts";
import { errorScreen } from "../terminal/screen.ts";
import type { BlockPrediction } from "./block.ts";
import { type StrangeCells, strangeWords, together } from "./strange-cells.ts";

const shownRejects = 10;

/** How far a file is read. */
export interface Progress {
  readonly file: string; // for messages
  readonly size: number | null; // bytes; null if unknown
  readonly read: number; // bytes so far
}

/** Says how far the run is, which lines were bad, and which cells the model cannot read. */
export class ProgressNotes {
  private readonly call: Call;
  private readonly source: Progress;
  private readonly start: number;
  private readonly strange = new Map<string, StrangeCells>();
  private rows = 0;
  private rejects = 0;

  constructor(call: Call, source: Progress) {
    this.call = call;
    this.source = source;
    this.start = call.world.now().getTime();
  }

  block({ rows, rejects, strange }: BlockPrediction): void {
    const { world, flags } = this.call;
    const progress = progressDisplay(world, flags.quiet);
    this.rows += rows;
    for (const { line, reason } of rejects) {
      if (this.rejects++ < shownRejects) progress.say(`Line ${line} of ${this.source.file} has ${reason}; kept apart.`);
    }
    for (const [name, one] of strange) this.strange.set(name, together(this.strange.get(name), one));
    const screen = errorScreen(world);
    if (screen.isLive && !flags.quiet) screen.draw(this.line());
  }

  end(): void {
    const { world, flags } = this.call;
    const progress = progressDisplay(world, flags.quiet);
    if (this.rejects > 0) progress.say(`${count(this.rejects)} lines were kept apart in ${flags.rejects}.`);
    for (const [name, cells] of this.strange) progress.say(strangeWords(name, cells));
  }

  private line(): string {
    const seconds = (this.call.world.now().getTime() - this.start) / 1000;
    const { read, size } = this.source;
    const rows = `${count(this.rows)} rows`;
    if (size === null || size === 0) return rows;
    const share = Math.min(1, read / size);
    const left = seconds > 2 ? `  ${duration(Math.max(1, Math.round((seconds * (1 - share)) / share)))} to go` : "";
    return `${Math.floor(100 * share)}%${left}  ${rows}`;
  }
}
