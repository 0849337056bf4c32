/**
 * Groups by row that hold together what either of two groupings holds together; -1 = alone. Null when both are null.
 * Union-find with path halving.
 */
export function joinGroups(one: Int32Array | null, other: Int32Array | null): Int32Array | null {
  if (one === null || other === null) return one ?? other;
  const parent = Int32Array.from(one, (_, row) => row);
  const root = (row: number): number => {
    while (parent[row] !== row) {
      parent[row] = parent[parent[row]!]!;
      row = parent[row]!;
    }
    return row;
  };
  for (const groups of [one, other]) {
    const first = new Map<number, number>();
    for (let row = 0; row < groups.length; row++) {
      const group = groups[row]!;
      if (group < 0) continue;
      const leader = first.get(group);
      if (leader === undefined) first.set(group, row);
      else parent[root(row)] = root(leader);
    }
  }
  return Int32Array.from(one, (group, row) => (group < 0 && other[row]! < 0 ? -1 : root(row)));
}

/** How many groups the rows fall into; rows alone count as one each. */
export function countGroups(groups: Int32Array, rows: ArrayLike<number>): number {
  const seen = new Set<number>();
  let alone = 0;
  for (let i = 0; i < rows.length; i++) {
    const group = groups[rows[i]!]!;
    if (group < 0) alone++;
    else seen.add(group);
  }
  return seen.size + alone;
}
