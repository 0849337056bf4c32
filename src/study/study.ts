import type { Replay } from "../descent/replay.ts";
import type { FitRequest } from "../run/request.ts";

/** What every study may be asked for; each takes what concerns it. */
export interface StudySettings {
  readonly seeds: number; // repetitions, each with other rows and random numbers
  readonly megabatches: number;
  readonly replay: Replay;
}

export interface StudyHooks {
  /** Tells how far the study is, after each training. It is waited for, and ends the study when it throws. */
  readonly observe: (progress: { readonly share: number; readonly what: string }) => Promise<void>;
}

/** Rows under their titles: texts left, numbers right. */
export interface StudyTable {
  readonly columns: readonly { readonly title: string; readonly align: "left" | "right" }[];
  readonly rows: readonly (readonly string[])[];
}

/** What a study found, for a terminal and for files. */
export interface StudyOutcome {
  readonly title: string;
  readonly tables: readonly StudyTable[];
  readonly finding: string; // in a sentence or two
  readonly json: object;
  readonly csv: { readonly header: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] };
  readonly page: string; // HTML
}

/** A question that is put to a table by training over and over. `index.ts` lists them all. */
export interface Study {
  readonly id: string; // as the command line names it
  readonly what: string; // for the help: half a sentence
  readonly details: string; // for the help: whole sentences
  /** Throws a UserError where the table does not do. */
  run(request: FitRequest, settings: StudySettings, hooks: StudyHooks): Promise<StudyOutcome>;
}
