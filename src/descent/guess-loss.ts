import type { Prepared } from "../prepare/prepared.ts";

/**
 * Mean loss of guessing the same for all of these rows, as well as that can be done: the entropy of the class shares in
 * nats, or the variance of the targets.
 */
export function guessLoss({ task, targets, weights }: Prepared, rows: Uint32Array): number {
  const weightOf = (row: number) => (weights === null ? 1 : weights[row]!);
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0);
  if (task.kind === "regression") {
    const mean = rows.reduce((sum, row) => sum + weightOf(row) * targets[row]!, 0) / total;
    return rows.reduce((sum, row) => sum + weightOf(row) * (targets[row]! - mean) ** 2, 0) / total;
  }
  const shares = new Float64Array(task.classes.length);
  for (const row of rows) shares[targets[row]!]! += weightOf(row) / total;
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
