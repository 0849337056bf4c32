import type { Replay } from "../../descent/replay.ts";
import { amount, count } from "../../report/number.ts";
import type { FitRequest } from "../../run/request.ts";
import type { StudySettings } from "../study.ts";
import { contenders } from "./contenders.ts";
import type { AnytimeSummary, Estimate } from "./summary.ts";
import type { StageResult } from "./train.ts";

/** A study with all that its files say. */
export interface AnytimeStudy {
  readonly request: FitRequest;
  readonly settings: StudySettings;
  readonly measure: string; // of the errors
  readonly rows: { readonly stream: number; readonly test: number };
  readonly results: readonly StageResult[];
  readonly summary: AnytimeSummary;
  readonly finding: string;
}

export function labelOf(id: string): string {
  return contenders.find((one) => one.id === id)!.label;
}

/** "0.213 ± 0.012" */
export function withInterval({ mean, half }: Estimate): string {
  return half === null ? amount(mean) : `${amount(mean)} ± ${amount(half)}`;
}

export function replayWords(replay: Replay): string {
  return replay.kind === "reservoir" ? `a reservoir of ${count(replay.rows)} rows` : replay.kind;
}
