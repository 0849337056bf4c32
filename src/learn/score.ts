import type { Matrix } from "../base/matrix.ts";
import { mean, variance } from "../base/statistics.ts";
import { predictEnsemble } from "../descent/predict-ensemble.ts";
import type { Engine } from "../engine/engine.ts";
import type { Column } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { targets } from "../prepare/target.ts";
import type { LearnRecord } from "./memory.ts";

/** The floor of the log-loss, as everywhere. */
const leastProbability = 0.001;

/** The score of rows as the model is, and the loss of each. */
export async function scoreRows(
  model: NetworksModel,
  { inputs, target, rows }: { readonly inputs: Matrix; readonly target: Column; readonly rows: Uint32Array },
  engine: Engine,
): Promise<Pick<LearnRecord, "metric" | "score" | "loss">> {
  const { task } = model;
  const { columns, data } = await predictEnsemble(model, { inputs, task, rows }, engine);
  const isRegression = task.kind === "regression";
  const truth = isRegression ? null : targets(target, rows, task);
  const losses = Float64Array.from(rows, (row, i) => {
    if (truth === null) return target.kind === "category" ? 0 : (data[i]! - target.values[row]!) ** 2;
    return -Math.log(Math.min(1, Math.max(leastProbability, data[i * columns + truth[i]!]!)));
  });
  const loss = { mean: mean(losses), deviation: Math.sqrt(variance(losses)) };
  return { metric: isRegression ? "rmse" : "logLoss", score: isRegression ? Math.sqrt(loss.mean) : loss.mean, loss };
}
