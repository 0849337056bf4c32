import type { EngineName } from "../engine/choose.ts";
import type { BackendName } from "../engine/tfjs/backend.ts";
import type { Device } from "../engine/tfjs/open.ts";
import type { PruneBy } from "../descent/options.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { LineIndex } from "../ingest/line-index.ts";
import type { ReadingRules } from "../ingest/reading-rules.ts";
import type { ColumnDecision, Finding, Table } from "../ingest/table.ts";
import type { ModelId } from "../models/names.ts";
import type { Preset } from "../models/model.ts";
import type { Fold } from "../split/fold.ts";

/** Where a run comes from; none of this changes a number. */
export interface RunOrigin {
  readonly version: string; // of occam-tab
  readonly command: string; // as typed, quoted for a shell
  readonly time: string; // ISO
  readonly machine: Results["machine"];
}

/** Everything a run needs; plain values, so that it can be handed to a worker thread. */
export interface FitRequest {
  readonly table: Table;
  readonly name: string; // of the data, for the report
  readonly source: {
    readonly sha256: string; // of the file as it came; empty where there was none
    readonly bytes: number;
    readonly decisions: readonly ColumnDecision[];
    readonly findings: readonly Finding[]; // of the reading
    readonly rules?: ReadingRules; // of the reading, where the user gave any
    readonly lines?: LineIndex; // of the file, by row; none in memory
  };
  readonly origin: RunOrigin;
  readonly target: string;
  readonly task: "auto" | "binary" | "multiclass" | "regression";
  readonly ignore: readonly string[];
  readonly id: string | null;
  readonly group: string | null;
  readonly time: string | null;
  readonly weight: string | null;
  readonly folds: number | readonly Fold[]; // how many, or which
  readonly costs: readonly string[]; // "bad>good=5": true class, predicted class, cost
  readonly positive: string | null; // the class that is called; null: the second of two
  readonly repeats: number;
  readonly seed: number;
  readonly preset: Preset;
  readonly models: readonly ModelId[];
  readonly save: readonly ModelId[]; // of these, what is trained on all rows whatever the verdict
  readonly trees: number;
  readonly timeLimitSeconds: number | null;
  readonly began?: number; // by the clock of the run, when the limit began to run; else when the run is called
  readonly maxParameters: number | null;
  readonly maxOperations: number | null;
  readonly pruneBy?: PruneBy | undefined; // of the network; absent: by gradients
  readonly engine: EngineName;
  readonly backend?: "auto" | BackendName; // of the tfjs engine
  readonly device?: Device; // of the tfjs engine
  readonly jobs: number;
}

/** What a running fit reports to its caller, often; `share` of the whole work is 0 to 1. */
export type Progress =
  | {
      readonly kind: "plan"; // what was inferred, before anything is trained
      readonly task: string; // why this task, and how to overrule it
      readonly split: string; // how the folds were dealt, and why
      readonly findings: readonly Finding[]; // of the reading and of the checks
    }
  | {
      readonly kind: "stage";
      readonly stage: "check" | "train" | "explain" | "write";
      readonly message: string;
    }
  | {
      readonly kind: "round";
      readonly model: string;
      readonly fold: number | null; // null: the final model on all rows
      readonly share: number;
      readonly round?: number; // absent for models that do not train in rounds
      readonly holdoutLoss?: number; // absent where no row is held out
      readonly weightShare?: number; // of the weights at the start
    }
  | { readonly kind: "done"; readonly model: string; readonly fold: number | null; readonly share: number };
