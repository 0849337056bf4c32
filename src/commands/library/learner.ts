import { UserError } from "../../base/errors.ts";
import { learnRows } from "../../learn/learn.ts";
import type { Learnt, Ongoing } from "../../learn/ongoing.ts";
import type { LearnRecord } from "../../learn/memory.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { predict, type Prediction } from "../../predict/table.ts";
import { openEngine } from "../../run/engine.ts";
import { readOngoing, startOngoing, writeOngoing } from "../files/ongoing.ts";
import { replayOf, replayOfLearn } from "../flags/replay.ts";
import type { NamedTable } from "../flags/request.ts";
import { asNamedTable, type TableSource } from "./read-table.ts";
import { inLibraryWords } from "./words.ts";

/** What a call of `learn` found. */
export type LearnReport = Learnt["record"] & Pick<Learnt, "findings">;

export interface LearnerOptions {
  readonly replay?: string; // none, last, all, or reservoir:ROWS (default: reservoir:2000)
}

/** A model that goes on learning. Calls follow one another; none begins before the last has ended. */
export interface OpenLearner {
  readonly model: ModelArtifact; // as it is now
  readonly history: readonly LearnRecord[];
  /**
   * Predicts the rows, then learns them; those of the fit are put into the memory, to be replayed. Throws a `UserError`
   * for rows that it cannot take, and learns none.
   */
  learn(rows: NamedTable | TableSource): Promise<LearnReport>;
  predict(rows: NamedTable | TableSource): Promise<Prediction>;
  /** Writes the model, and beside it its memory, each whole or not at all. */
  save(path: string): Promise<void>;
}

/**
 * Opens a model to go on with: the path of a `model.json`, whose memory is then read from beside it, or a model as
 * `fit` or `readModel` gave it. Throws a `UserError`.
 */
export function openLearner(model: ModelArtifact | string, options: LearnerOptions = {}): Promise<OpenLearner> {
  return inLibraryWords(async () => {
    const replay = replayOf(options.replay ?? replayOfLearn);
    const engine = await openEngine({ engine: "auto" });
    let ongoing: Ongoing = typeof model === "string" ? await readOngoing(model) : startOngoing(checked(model));
    let last: Promise<unknown> = Promise.resolve();
    const learn = async (rows: NamedTable | TableSource): Promise<LearnReport> => {
      const { table, name, sha256 } = await asNamedTable(rows, ongoing.model);
      const learnt = await learnRows(ongoing, { table, name, sha256 }, { replay, engine });
      ongoing = { model: learnt.model, memory: learnt.memory };
      return { ...learnt.record, findings: learnt.findings };
    };
    return {
      get model() {
        return ongoing.model;
      },
      get history() {
        return ongoing.memory.history;
      },
      learn(rows) {
        const next = last.then(() => inLibraryWords(() => learn(rows)));
        last = next.catch(() => {});
        return next;
      },
      predict: (rows) =>
        inLibraryWords(async () => {
          return predict(ongoing.model, await asNamedTable(rows, ongoing.model));
        }),
      save: (path) => inLibraryWords(() => writeOngoing(path, ongoing)),
    };
  });
}

function checked(model: ModelArtifact): ModelArtifact {
  const given: unknown = model;
  if (typeof given === "object" && given !== null && "kind" in given && "task" in given) return model;
  throw new UserError("The first argument of openLearner is no model.", {
    hint: "Pass the path of a model.json, or the model that fit gave.",
  });
}
