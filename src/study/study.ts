import type { Check } from "../base/check.ts";
import { hash } from "../base/random.ts";
import type { Replay } from "../descent/replay.ts";
import type { RunData } from "../models/run-data.ts";
import type { FitRequest } from "../run/request.ts";
import type { Made } from "./made.ts";

/** The options of all studies; each uses those that concern it. */
export interface StudySettings extends Pick<FitRequest, "seed" | "preset" | "engine" | "backend"> {
  readonly seeds: number; // repetitions, each with other rows and random numbers
  readonly megabatches: number;
  readonly replay: Replay;
  readonly made: Made | null; // data that the study makes itself; null: a table
}

/** What every cell of a study sees: handed to each worker thread once, its arrays in shared memory. */
export interface StudyData {
  readonly settings: StudySettings;
  readonly run: RunData | null; // the table; null where the study makes its data
  readonly time: Float64Array | null; // of each row of the table
}

/** What a study ran on, for its titles. */
export interface StudySubject extends StudyData {
  readonly name: string;
  readonly sha256: string; // of the file; empty where the study makes its data
  readonly target: string | null; // null where the study makes its data
  readonly origin: Pick<FitRequest["origin"], "version" | "command" | "time">;
}

/** Rows under their titles: texts left, numbers right. */
export interface StudyTable {
  readonly columns: readonly {
    readonly title: string;
    readonly align: "left" | "right";
    readonly whole?: boolean; // never clipped
    readonly spare?: number; // left out of a narrow terminal, the largest number first
  }[];
  readonly rows: readonly (readonly string[])[];
}

/** What a study found, for a terminal and for files. */
export interface StudyOutcome {
  readonly title: string;
  readonly tables: readonly StudyTable[];
  readonly finding: string; // in a sentence or two
  readonly summary: object; // for study.json: what was counted from the results
  readonly page: string; // HTML
}

/**
 * A question about data that is answered by training many times: independent cells, each with its own seed, that run on
 * any number of threads and are kept as they end. `index.ts` lists all studies.
 */
export interface Study<Cell = unknown, Result = unknown> {
  readonly id: string; // as the command line names it
  readonly what: string; // for the help: half a sentence
  readonly details: string; // for the help: whole sentences
  /** Repetitions, unless a number is asked for. */
  seeds(settings: Pick<StudySettings, "made">): number;
  readonly makes: readonly Made[]; // data that it can make itself
  /**
   * Plain values, which with the data, the seed, the preset and the engine decide all numbers of a cell. Throws a
   * UserError for data that it cannot use.
   */
  cells(data: StudyData): readonly Cell[];
  /** For the progress: "Dense, seed 2". */
  describe(cell: Cell): string;
  /** Work beside that of the other cells; those with the most start first. */
  work(cell: Cell): number;
  /** One or more rows of study.csv. */
  compute(cell: Cell, data: StudyData): Promise<readonly Result[]>;
  /** The fields of a result: columns of study.csv, and checked when one is read back. */
  readonly result: Check<Result>;
  /** `results` in the order of the cells. */
  outcome(subject: StudySubject, results: readonly Result[]): StudyOutcome;
}

/** The seed of each repetition; the first is that of the command. */
export function seedOf({ seed }: Pick<StudySettings, "seed">, repetition: number): number {
  return repetition === 0 ? seed : hash([seed, "repetition", repetition]);
}

/** The table of a study that makes no data. */
export function tableOf({ run }: StudyData): RunData {
  if (run === null) throw new Error("This study needs a table.");
  return run;
}
