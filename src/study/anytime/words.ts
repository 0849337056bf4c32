import type { Replay } from "../../descent/replay.ts";
import { count } from "../../report/number.ts";
import type { StudySubject } from "../study.ts";
import { contenders } from "./contenders.ts";
import type { AnytimeSummary } from "./summary.ts";

/** A study with all that its files say. */
export interface AnytimeStudy {
  readonly subject: StudySubject;
  readonly measure: string; // of the errors
  readonly rows: { readonly stream: number; readonly test: number };
  readonly seeds: number;
  readonly summary: AnytimeSummary;
  readonly finding: string;
}

export function labelOf(id: string): string {
  return contenders.find((one) => one.id === id)!.label;
}

/** After "replay". */
export function replayWords(replay: Replay): string {
  switch (replay.kind) {
    case "none":
      return "of no rows";
    case "last":
      return "of the previous megabatch";
    case "all":
      return "of all rows so far";
    case "reservoir":
      return `of a reservoir of ${count(replay.rows)} rows`;
  }
}
