import type { Matrix } from "../base/matrix.ts";
import { gather } from "../base/select.ts";
import type { Task } from "../prepare/prepared.ts";
import { bagWeights } from "./bag.ts";
import type { Forest } from "./forest.ts";
import { treeCount, valueWidth } from "./forest.ts";
import type { LearntForest } from "./learn.ts";
import { chooseWalker } from "./predict.ts";
import { addValue } from "./walk.ts";

/** What the trees that did not see a row say of it. All arrays are by teaching row, see `LearntForest`. */
export interface OutOfBag {
  readonly task: Task;
  readonly targets: Float64Array; // class numbers, or target units
  readonly weights: Float64Array | null; // null = all 1
  readonly values: Matrix; // rows × classes, or rows × 1; NaN in rows that every tree saw
  readonly trees: Uint32Array; // trees that speak
}

/**
 * Out-of-bag predictions (Breiman, "Out-of-bag estimation", 1996), part after part of a forest that was grown with
 * bootstrap: the bags are drawn again from its seed. Nothing about the forest's parts is stored for it.
 */
export class OutOfBagTally {
  operations = 0; // nodes visited
  private readonly learnt: LearntForest;
  private readonly sums: Float64Array;
  private readonly trees: Uint32Array;

  constructor(learnt: LearntForest) {
    this.learnt = learnt;
    this.sums = new Float64Array(learnt.teaching.length * valueWidth(learnt.task));
    this.trees = new Uint32Array(learnt.teaching.length);
  }

  /** Lets the trees of a part speak; each part once. */
  add(part: Forest): void {
    const { learnt, sums, trees } = this;
    const { teaching, codes, together } = learnt;
    const walker = chooseWalker(part, codes, teaching.length);
    for (let tree = 0; tree < treeCount(part); tree++) {
      const weights = bagWeights(learnt, part.firstTree + tree);
      const seen = together === null ? weights : seenGroups(weights, together);
      const { leafValues, visits } = walker.walk(tree);
      this.operations += visits;
      for (let i = 0; i < teaching.length; i++) {
        if (seen[together === null ? i : together[i]!]! > 0) continue;
        trees[i]!++;
        addValue(part, tree, leafValues[i]!, sums, i);
      }
    }
  }

  read(): OutOfBag {
    const { task, targets, teaching, weights } = this.learnt;
    const columns = valueWidth(task);
    const data = Float32Array.from(this.sums, (sum, i) => sum / this.trees[Math.floor(i / columns)]!);
    return {
      task,
      targets,
      weights: weights === null ? null : gather(weights, teaching),
      values: { rows: teaching.length, columns, data },
      trees: this.trees.slice(),
    };
  }
}

/** 1 for each group of which the bag has a row. */
function seenGroups(weights: Uint32Array, together: Uint32Array): Uint8Array {
  const seen = new Uint8Array(weights.length);
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) seen[together[i]!] = 1;
  return seen;
}

/**
 * Weighted mean loss over rows that some tree predicts: nats, the true class clipped at 0.001, or squared target
 * units. NaN without one.
 */
export function outOfBagLoss(outOfBag: OutOfBag): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < outOfBag.trees.length; row++) {
    if (outOfBag.trees[row] === 0) continue;
    const weight = outOfBag.weights === null ? 1 : outOfBag.weights[row]!;
    sum += weight * rowLoss(outOfBag, row);
    total += weight;
  }
  return sum / total;
}

/** Loss of one row, as in `outOfBagLoss`. */
export function rowLoss({ task, targets, values }: OutOfBag, row: number): number {
  const target = targets[row]!;
  if (task.kind === "regression") return (values.data[row]! - target) * (values.data[row]! - target);
  return -Math.log(Math.max(values.data[row * values.columns + target]!, 0.001));
}
