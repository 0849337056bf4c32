import { knownCodes } from "./data.ts";
import type { Boosting } from "./fit.ts";
import { treeCount } from "./trees.ts";

/** What an ensemble holds: trees, and numbers that were learnt. */
export interface BoostingSize {
  readonly trees: number;
  readonly nodes: number;
  readonly leaves: number;
  readonly parameters: number;
}

const levelsPerNumber = 32; // a set of levels takes a bit each

/**
 * Two numbers for an inner node, its column and its threshold, or for a set of levels one for each 32; one for a
 * leaf; the scores at the start; and for classes the temperature.
 */
export function boostingSize({ task, columns, start, members }: Boosting): BoostingSize {
  let [trees, nodes, leaves] = [0, 0, 0];
  let parameters = start.length + (task.kind === "classification" ? 1 : 0);
  for (const member of members) {
    trees += treeCount(member);
    nodes += member.child.length;
    member.child.forEach((child, node) => {
      if (child === 0) leaves++;
      const column = columns[member.column[node]!]!;
      const set = column.kind === "numeric" ? 1 : Math.ceil((knownCodes(column) + 1) / levelsPerNumber);
      parameters += child === 0 ? 1 : 1 + set;
    });
  }
  return { trees, nodes, leaves, parameters };
}

/** How many splits of an ensemble read each column, by name; columns that none reads are left out. */
export function splitsByColumn({ columns, members }: Boosting): ReadonlyMap<string, number> {
  const splits = new Map<string, number>();
  for (const { child, column } of members) {
    child.forEach((isInner, node) => {
      if (isInner === 0) return;
      const { name } = columns[column[node]!]!;
      splits.set(name, (splits.get(name) ?? 0) + 1);
    });
  }
  return splits;
}
