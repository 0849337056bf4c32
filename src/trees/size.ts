import { codeCount, leafWidth, type TreeEnsemble, viewsOf, type TreeTask } from "./trees.ts";

/** How large trees are. */
export interface TreeSize {
  readonly trees: number;
  readonly nodes: number;
  readonly leaves: number;
  readonly deepest: number; // splits on the longest way
  readonly parameters: number;
  readonly splits: ReadonlyMap<string, number>; // by column; columns that no split reads are left out
}

const levelsPerNumber = 32; // a set of levels takes a bit each

/**
 * Counts nodes and parameters: two for a split, its column and its threshold, or for a set of levels one for each 32;
 * for a leaf its number, or the shares of all classes but one; and what calibrates.
 */
export function treeSize(ensemble: TreeEnsemble, task: TreeTask): TreeSize {
  const { inputs, leaf, combine, start, inverseTemperature, floor, treeStart, view, child } = ensemble;
  const views = viewsOf(inputs);
  const splits = new Map<string, number>();
  const depth = new Uint32Array(child.length);
  const isCalibrated = inverseTemperature !== 1 || floor !== 0;
  const temperature = task.kind === "classification" ? 1 : 0;
  let parameters = combine === "sum" ? start.length + temperature : isCalibrated ? 2 : 0;
  let [leaves, deepest] = [0, 0];
  const perLeaf = Math.max(1, leafWidth(leaf, task) - 1);
  for (let node = 0; node < child.length; node++) {
    deepest = Math.max(deepest, depth[node]!);
    if (child[node] === 0) {
      leaves++;
      parameters += perLeaf;
      continue;
    }
    const input = inputs[views[view[node]!]!.input]!;
    splits.set(input.column, (splits.get(input.column) ?? 0) + 1);
    parameters += 1 + (input.kind === "sets" ? Math.ceil((codeCount(input) + 1) / levelsPerNumber) : 1);
    // Children have greater numbers than their parents.
    depth[child[node]!] = depth[node]! + 1;
    depth[child[node]! + 1] = depth[node]! + 1;
  }
  return { trees: treeStart.length - 1, nodes: child.length, leaves, deepest, parameters, splits };
}
