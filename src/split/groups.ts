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
