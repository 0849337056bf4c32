import type { Task } from "../prepare/prepared.ts";
import type { Network } from "../network/network.ts";
import { outputCount } from "../network/size.ts";

/**
 * What a step descends, per row with weight r (1 when there are none), mean over the rows of a batch:
 * "logistic" −r·log p(class), one logit for class 1; "softmax" −r·log p(class), one logit a class;
 * "squared" r·(output − target)² as reported. A step descends half of it: the gradient is r·(output − target).
 */
export type Loss = "logistic" | "softmax" | "squared";

/** The loss that a task and the network's output columns ask for. Throws when they do not fit. */
export function lossOf(task: Task, network: Network): Loss {
  const outputs = network.layers.at(-1)?.outputs;
  if (task.kind === "regression") {
    if (outputs !== 1) throw new Error(`A regression network has 1 output, got ${outputs}.`);
    return "squared";
  }
  const wanted = outputCount(task);
  if (outputs !== wanted) {
    throw new Error(`${task.classes.length} classes need ${wanted} outputs, got ${outputs}.`);
  }
  return wanted === 1 ? "logistic" : "softmax";
}
