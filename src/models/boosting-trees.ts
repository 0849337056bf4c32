import type { Boosting } from "../boosting/fit.ts";
import { setBytes as bytesOfSet, treeCount, type Trees } from "../boosting/trees.ts";
import { setBytes, type TreeEnsemble, type TreeInput } from "../trees/trees.ts";

/** Boosted trees as a model file keeps them: exactly. */
export function boostingTrees({ columns, members, start, inverseTemperature }: Boosting): TreeEnsemble {
  const sets = columns.map((column) => (column.kind === "category" ? new LevelSets(column.levels) : null));
  const placed = members.map((trees) => splitsOf(trees, sets));
  // How many views there are before a column is known when all sets are.
  const inputs = columns.map((column, i): TreeInput => {
    const { name } = column;
    if (column.kind === "numeric") return { kind: "number", column: name, thresholds: column.thresholds };
    return { kind: "sets", column: name, levels: column.levels, sets: sets[i]!.bytes() };
  });
  const firstView = [0];
  sets.forEach((one, i) => firstView.push(firstView[i]! + (one === null ? 2 : one.count)));
  const nodes = members.reduce((sum, { child }) => sum + child.length, 0);
  const [view, threshold, child] = [new Uint32Array(nodes), new Uint16Array(nodes), new Uint32Array(nodes)];
  const [values, treeStart]: [number[], number[]] = [[], []];
  let at = 0;
  for (const [m, trees] of members.entries()) {
    for (let tree = 0; tree < treeCount(trees); tree++) {
      const root = at;
      treeStart.push(root);
      for (let node = trees.treeStart[tree]!; node < trees.treeStart[tree + 1]!; node++, at++) {
        if (trees.child[node] === 0) {
          view[at] = values.push(trees.value[node]!) - 1;
          continue;
        }
        const column = trees.column[node]!;
        const split = placed[m]![node]!;
        const odd = sets[column] === null && split >= 256 ? 1 : 0; // where missing values go left
        view[at] = firstView[column]! + (sets[column] === null ? odd : split);
        threshold[at] = sets[column] === null ? (split & 255) + odd : 0;
        child[at] = root + trees.child[node]!;
      }
    }
  }
  return {
    inputs,
    leaf: { kind: "single" },
    members: members.map(treeCount),
    combine: "sum",
    start: [...start],
    inverseTemperature,
    floor: 0,
    treeStart: Uint32Array.of(...treeStart, at),
    ...{ view, threshold, child, values: Float32Array.from(values) },
  };
}

/** The split of each node: of a set its number among those of the column, over all members. */
function splitsOf(trees: Trees, sets: readonly (LevelSets | null)[]): Uint32Array {
  const splits = Uint32Array.from(trees.split);
  for (let tree = 0; tree < treeCount(trees); tree++) {
    for (let node = trees.treeStart[tree]!; node < trees.treeStart[tree + 1]!; node++) {
      const known = sets[trees.column[node]!];
      if (trees.child[node] === 0 || known === null || known === undefined) continue;
      const first = bytesOfSet * (trees.setStart[tree]! + trees.split[node]!);
      splits[node] = known.numberOf(trees.sets.subarray(first, first + bytesOfSet));
    }
  }
  return splits;
}

/** The different sets of one column's levels, and of what is missing as a level behind them. */
class LevelSets {
  private readonly levels: readonly string[];
  private readonly numbers = new Map<string, number>();
  private readonly all: number[] = [];

  constructor(levels: readonly string[]) {
    this.levels = levels;
  }

  get count(): number {
    return this.numbers.size;
  }

  numberOf(set: Uint8Array): number {
    const own = set.slice(0, setBytes(this.levels));
    const beyond = (this.levels.length + 1) & 7;
    if (beyond > 0) own[own.length - 1]! &= (1 << beyond) - 1;
    const key = own.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.numbers.size);
    this.all.push(...own);
    return this.numbers.size - 1;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.all);
  }
}
