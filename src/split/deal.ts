import type { Random } from "../base/random.ts";

/** Rows, known by position, to be dealt to parts of equal size. */
export interface Deal {
  readonly count: number;
  readonly strata: Int32Array | null; // of each position; every part gets its share of every stratum
  readonly groups: Int32Array | null; // of each position; a group stays in one part; -1 = alone
  readonly parts: number;
  readonly random: Random;
}

/**
 * Part (0 to parts - 1) of each position. Without groups, every stratum's rows differ by at most one between parts,
 * and so do the parts' sizes. With groups, largest first, each goes where it disturbs the shares least: the greedy
 * rule of scikit-learn's StratifiedGroupKFold with squared deviations.
 */
export function deal(request: Deal): Int32Array {
  return request.groups === null ? dealRows(request) : dealGroups(request, request.groups);
}

function dealRows({ count, strata, parts, random }: Deal): Int32Array {
  const order = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  // A stable sort keeps the shuffled order within a stratum; going on where the last one stopped evens the sizes.
  if (strata !== null) order.sort((a, b) => strata[a]! - strata[b]!);
  const first = random.below(parts);
  const part = new Int32Array(count);
  for (let i = 0; i < count; i++) part[order[i]!] = (first + i) % parts;
  return part;
}

interface Unit {
  readonly positions: readonly number[];
  readonly shares: readonly (readonly [stratum: number, rows: number])[];
}

function dealGroups(request: Deal, groups: Int32Array): Int32Array {
  const { count, strata, parts, random } = request;
  const stratumOf = strata ?? new Int32Array(count);
  const units = unitsOf(groups, stratumOf);
  const order = random.shuffle(Array.from(units, (_, i) => i));
  order.sort((a, b) => units[b]!.positions.length - units[a]!.positions.length);
  const totals = new Map<number, number>();
  for (const stratum of stratumOf) totals.set(stratum, (totals.get(stratum) ?? 0) + 1);
  const held = Array.from({ length: parts }, () => ({ rows: 0, strata: new Map<number, number>() }));
  const part = new Int32Array(count);
  for (const index of order) {
    const unit = units[index]!;
    const costs = held.map((to) => {
      let cost = growth(to.rows, unit.positions.length) / count;
      for (const [stratum, rows] of unit.shares) {
        cost += growth(to.strata.get(stratum) ?? 0, rows) / totals.get(stratum)!;
      }
      return cost;
    });
    const chosen = costs.indexOf(Math.min(...costs));
    const to = held[chosen]!;
    to.rows += unit.positions.length;
    for (const [stratum, rows] of unit.shares) to.strata.set(stratum, (to.strata.get(stratum) ?? 0) + rows);
    for (const position of unit.positions) part[position] = chosen;
  }
  return part;
}

/** By how much the square of a count grows: least where the count is least. */
function growth(count: number, more: number): number {
  return more * (2 * count + more);
}

function unitsOf(groups: Int32Array, strata: Int32Array): Unit[] {
  const members = new Map<number, number[]>();
  const alone: number[][] = [];
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i]!;
    const list = members.get(group);
    if (group < 0) alone.push([i]);
    else if (list === undefined) members.set(group, [i]);
    else list.push(i);
  }
  return [...members.values(), ...alone].map((positions) => {
    const shares = new Map<number, number>();
    for (const position of positions) {
      const stratum = strata[position]!;
      shares.set(stratum, (shares.get(stratum) ?? 0) + 1);
    }
    return { positions, shares: [...shares] };
  });
}
