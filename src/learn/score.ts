import type { Matrix } from "../base/matrix.ts";
import { mean, variance } from "../base/statistics.ts";
import { meanLoss } from "../descent/loss.ts";
import { predictEnsemble } from "../descent/predict-ensemble.ts";
import type { Engine } from "../engine/engine.ts";
import type { Column } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { targets } from "../prepare/target.ts";
import type { LearnRecord } from "./memory.ts";

/** The floor of the log-loss, as everywhere. */
const leastProbability = 0.001;

interface Scored {
  readonly inputs: Matrix;
  readonly target: Column;
  readonly rows: Uint32Array; // of both
  readonly weights: Float32Array | null; // of all rows
}

/** The score of rows as the model is, and the loss of each; a row counts by its weight. */
export async function scoreRows(
  model: NetworksModel,
  { inputs, target, rows, weights }: Scored,
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
  const loss = weights === null ? spread(losses) : spreadBy(losses, { rows, weights });
  return { metric: isRegression ? "rmse" : "logLoss", score: isRegression ? Math.sqrt(loss.mean) : loss.mean, loss };
}

/** Mean and deviation; the deviation over the root of the rows is the standard error of the mean. */
function spread(losses: Float64Array): LearnRecord["loss"] {
  return { mean: mean(losses), deviation: Math.sqrt(variance(losses)) };
}

/** The same of losses that count by weights: the deviation is that of what each row moves the mean by. */
function spreadBy(
  losses: Float64Array,
  { rows, weights }: { readonly rows: Uint32Array; readonly weights: Float32Array },
): LearnRecord["loss"] {
  const middle = meanLoss(losses, rows, weights);
  const unit = mean(Float64Array.from(rows, (row) => weights[row]!));
  const moves = losses.map((loss, i) => (weights[rows[i]!]! / unit) * (loss - middle));
  return { mean: middle, deviation: Math.sqrt(variance(moves)) };
}
