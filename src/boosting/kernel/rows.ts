// What happens to rows: partitions of a node, values of leaves, walks through a finished tree.

import { bytesOfTreeNode, codeCount, RowsPlan, TreeNode } from "./schema.generated";

/**
 * Sorts positions [from, to) so that rows whose code goes left (0 in `sides`) come first, order kept; returns where
 * the others start.
 */
export function partition(plan: RowsPlan, codes: usize, sides: usize, from: usize, to: usize): usize {
  const rows = <usize>plan.rows;
  const pairs = <usize>plan.pairs;
  const spareRows = <usize>plan.spareRows;
  const sparePairs = <usize>plan.sparePairs;
  let middle = from;
  let right: usize = 0;
  for (let i = from; i < to; i++) {
    const row = load<u32>(rows + (i << 2));
    const pair = load<u64>(pairs + (i << 3));
    const goesRight = <usize>load<u8>(sides + load<u8>(codes + row));
    // Both sides are written, one of them is kept: no branch to mispredict.
    store<u32>(rows + (middle << 2), row);
    store<u32>(spareRows + (right << 2), row);
    store<u64>(pairs + (middle << 3), pair);
    store<u64>(sparePairs + (right << 3), pair);
    middle += 1 - goesRight;
    right += goesRight;
  }
  memory.copy(rows + (middle << 2), spareRows, right << 2);
  memory.copy(pairs + (middle << 3), sparePairs, right << 3);
  return middle;
}

/** Adds the value of a leaf to the scores (f64 a row) of the rows at positions [from, to). */
export function addLeaf(plan: RowsPlan, from: usize, to: usize, value: f64, scores: usize): void {
  const rows = <usize>plan.rows;
  for (let i = from; i < to; i++) {
    const at = scores + (load<u32>(rows + (i << 2)) << 3);
    store<f64>(at, load<f64>(at) + value);
  }
}

/**
 * Adds to the scores of `count` rows (u32 in `list`) the value of the leaf that each falls into; returns the nodes
 * visited. `nodes` are TreeNode[]; of each inner one, `sides` (u8[codeCount]) say which codes go right.
 */
export function walk(list: usize, count: usize, nodes: usize, sides: usize, scores: usize): f64 {
  let visits: u64 = count;
  for (let i: usize = 0; i < count; i++) {
    const row = load<u32>(list + (i << 2));
    let number: u32 = 0;
    let node = changetype<TreeNode>(nodes);
    while (node.child != 0) {
      number = node.child + load<u8>(sides + number * codeCount + load<u8>(node.codes + row));
      node = changetype<TreeNode>(nodes + number * bytesOfTreeNode);
      visits++;
    }
    const at = scores + (row << 3);
    store<f64>(at, load<f64>(at) + node.value);
  }
  return <f64>visits;
}
