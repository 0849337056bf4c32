import { type Forest, leafView, treeCount } from "./forest.ts";

/** Nodes of a tree with this many leaves, if it has as many. */
export function nodesOf(leaves: number): number {
  return 2 * leaves - 1;
}

/**
 * The forest that would have grown with at most `maxLeaves` leaves a tree: trees that grow best first are the same up
 * to there, and number their nodes as they divide. For forests whose inner nodes keep values for it: `mostCutLeaves` of
 * their options is at least `maxLeaves`.
 */
export function cutForest(forest: Forest, maxLeaves: number): Forest {
  const isLeaf = leafView(forest.columns.length);
  const most = nodesOf(maxLeaves);
  const trees = treeCount(forest);
  const room = trees * most;
  const [view, threshold] = [new Uint16Array(room), new Uint16Array(room)];
  const [child, value] = [new Uint32Array(room), new Uint32Array(room)];
  const treeStart = new Uint32Array(trees + 1);
  const depths = new Uint16Array(most);
  for (let tree = 0; tree < trees; tree++) {
    const [from, to] = [forest.treeStart[tree]!, treeStart[tree]!];
    const count = Math.min(most, forest.treeStart[tree + 1]! - from);
    for (let node = 0; node < count; node++) {
      const seen = forest.view[from + node]!;
      const left = forest.child[from + node]!;
      const isInner = seen !== isLeaf && left < count;
      view[to + node] = isInner ? seen : isLeaf;
      threshold[to + node] = isInner ? forest.threshold[from + node]! : depths[node]!;
      child[to + node] = isInner ? left : node;
      value[to + node] = isInner ? 0 : forest.value[from + node]!;
      if (isInner) depths[left] = depths[left + 1] = depths[node]! + 1;
    }
    treeStart[tree + 1] = to + count;
  }
  const nodes = treeStart[trees]!;
  return {
    ...forest,
    treeStart,
    view: view.subarray(0, nodes),
    threshold: threshold.subarray(0, nodes),
    child: child.subarray(0, nodes),
    value: value.subarray(0, nodes),
  };
}
