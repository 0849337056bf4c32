import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { gather } from "../base/select.ts";
import type { Task } from "../prepare/prepared.ts";
import { drawBag, rowsTogether } from "./bag.ts";
import { codeRows, learnCodes } from "./code.ts";
import type { CodedColumn, Forest, ForestData, ForestOptions } from "./forest.ts";
import { mostColumns, teachingRows, valueWidth } from "./forest.ts";
import { levelTargets } from "./residual.ts";
import type { TreeOptions } from "./tree.ts";
import { wholeTargets } from "./whole-targets.ts";

/**
 * What all trees of a forest have in common, learnt once. It may be sent to other threads: the arrays that grow with
 * the rows lie in shared memory, which is not copied, and nothing writes to them.
 */
export interface LearntForest {
  readonly task: Task;
  readonly seed: number;
  readonly columns: readonly CodedColumn[];
  readonly codes: readonly Uint16Array[]; // of each teaching row, one array for each of `columns`
  readonly targets: Float64Array; // per teaching row: class number, or target units
  readonly whole: Float64Array; // the same as whole numbers, see wholeTargets
  readonly teaching: RowIndex; // rows of the table
  readonly weights: Float64Array | null; // per row of the table; null = all 1
  readonly bootstrap: boolean;
  readonly together: Uint32Array | null; // the group of each teaching row, see rowsTogether
  readonly bags: Map<number, Uint8Array>; // those that were drawn, see bagWeights
  readonly treeOptions: TreeOptions;
  readonly preparing: number; // split-scan steps before the first tree, counted with it
}

/** What is learnt depends on: options, seed, and how to grow the tree by whose residuals levels are ordered. */
interface LearnOptions extends ForestOptions {
  readonly seed: number;
  readonly grow: (learnt: LearntForest) => Forest;
}

/** Learns codes and targets from the named rows. Throws UserError when no row can teach. */
export function learnWith(data: ForestData, rows: RowIndex, options: LearnOptions): LearntForest {
  const { seed, grow, bootstrap } = options;
  const teaching = teachingRows(data, rows);
  if (teaching.length === 0) {
    throw new UserError("The random forest has no row to learn from.", {
      hint: "Every row lacks a target or has weight 0: check the target and the weight column.",
    });
  }
  let preparing = 0;
  const ordering = levelTargets(data, teaching, (part, partRows, partOptions) => {
    const tree = grow(learnWith(part, partRows, { ...partOptions, seed, grow }));
    preparing += tree.operations;
    return tree;
  });
  const columns = learnCodes(data, teaching, { splits: options.splits, ordering });
  if (columns.length > mostColumns) {
    throw new UserError(`The random forest takes at most ${mostColumns} columns, got ${columns.length}.`, {
      hint: "Leave columns out with --ignore.",
    });
  }
  const classes = valueWidth(data.task);
  const targets = gather(data.targets, teaching);
  const together = rowsTogether(data.groups, teaching);
  const bag = drawBag(data, teaching, { bootstrap, seed, tree: 0, together });
  const drawn = bag.weights.reduce((sum, weight) => sum + weight, 0); // the same for every tree
  const whole = wholeTargets(targets, classes, drawn);
  return {
    task: data.task,
    seed,
    columns,
    codes: codeRows(columns, data.columns, { rows: teaching, makeRoom: sharedCodes }),
    targets: share(targets),
    whole: share(whole),
    teaching: sharedRows(teaching),
    weights: data.weights === null ? null : share(data.weights),
    bootstrap,
    together: together === null ? null : (sharedRows(together) as Uint32Array),
    bags: new Map(),
    treeOptions: resolveOptions(options, { columns: data.columns.length, coded: columns.length, unit: bag.unit }),
    preparing,
  };
}

function sharedCodes(rows: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(2 * rows));
}

function sharedRows(rows: RowIndex): RowIndex {
  const shared = new Uint32Array(new SharedArrayBuffer(rows.byteLength));
  shared.set(rows);
  return shared;
}

function share(numbers: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  shared.set(numbers);
  return shared;
}

function resolveOptions(
  options: ForestOptions,
  { columns, coded, unit }: { readonly columns: number; readonly coded: number; readonly unit: number },
): TreeOptions {
  const asked =
    options.featuresPerSplit === "all"
      ? columns
      : options.featuresPerSplit === "sqrt"
        ? Math.sqrt(columns)
        : options.featuresPerSplit === "third"
          ? columns / 3
          : options.featuresPerSplit;
  return {
    coded,
    codedPerSplit: options.featuresPerSplit === "all" ? coded : Math.max(1, Math.min(coded, Math.floor(asked))),
    minLeafWeight: Math.max(1, options.minSamplesLeaf * unit),
    maxLeaves: options.maxLeaves ?? Infinity,
    maxDepth: options.maxDepth ?? Infinity,
    mostCutLeaves: 0,
  };
}
