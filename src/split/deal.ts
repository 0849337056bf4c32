import type { Random } from "../base/random.ts";
import { range } from "../base/select.ts";

/** Rows, known by position, to be dealt to parts of equal size. */
export interface Deal {
  readonly count: number;
  readonly strata: Int32Array | null; // of each position, few and from 0; every part gets its share of every stratum
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
  const shuffled = random.shuffle(range(0, count));
  const first = random.below(parts);
  const part = strata?.slice() ?? new Int32Array(count); // each holds its stratum until it is dealt
  const next = strataSizes(part); // from here on the part whose turn it is
  let dealt = first;
  for (let stratum = 0; stratum < next.length; stratum++) {
    const size = next[stratum]!;
    next[stratum] = dealt % parts; // going on where the last stratum stopped evens the sizes
    dealt += size;
  }
  for (let i = 0; i < count; i++) {
    const position = shuffled[i]!;
    const stratum = part[position]!;
    const turn = next[stratum]!;
    part[position] = turn;
    next[stratum] = turn + 1 === parts ? 0 : turn + 1;
  }
  return part;
}

interface Group {
  readonly positions: readonly number[];
  readonly shares: ReadonlyMap<number, number>; // rows of each stratum
}

function dealGroups({ count, strata, parts, random }: Deal, groups: Int32Array): Int32Array {
  const stratum = strata ?? new Int32Array(count);
  const together = gather(groups, stratum);
  const order = random.shuffle(Array.from(together, (_, i) => i));
  order.sort((a, b) => together[b]!.positions.length - together[a]!.positions.length);
  const total = strataSizes(stratum);
  const strataCount = total.length;
  const rowsHeld = new Float64Array(parts);
  const held = new Float64Array(parts * strataCount);
  const part = new Int32Array(count);
  const give = (position: number, to: number): void => {
    part[position] = to;
    rowsHeld[to]!++;
    held[to * strataCount + stratum[position]!]!++;
  };
  for (const index of order) {
    const { positions, shares } = together[index]!;
    const to = leastAt(parts, (at) => {
      let cost = growth(rowsHeld[at]!, positions.length) / count;
      for (const [code, rows] of shares) cost += growth(held[at * strataCount + code]!, rows) / total[code]!;
      return cost;
    });
    for (const position of positions) give(position, to);
  }
  const alone = random.shuffle(Uint32Array.from(groups, (_, i) => i).filter((i) => groups[i]! < 0));
  for (const position of alone) {
    const code = stratum[position]!;
    give(
      position,
      leastAt(parts, (at) => held[at * strataCount + code]! + rowsHeld[at]! / (count + 1)),
    );
  }
  return part;
}

/** By how much the square of a count grows: least where the count is least. */
function growth(count: number, more: number): number {
  return more * (2 * count + more);
}

/** The first of the parts with the least cost. */
function leastAt(parts: number, cost: (part: number) => number): number {
  let best = 0;
  let least = cost(0);
  for (let part = 1; part < parts; part++) {
    const one = cost(part);
    if (one < least) {
      least = one;
      best = part;
    }
  }
  return best;
}

function gather(groups: Int32Array, stratum: Int32Array): Group[] {
  const members = new Map<number, { positions: number[]; shares: Map<number, number> }>();
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i]!;
    if (group < 0) continue;
    let one = members.get(group);
    if (one === undefined) {
      one = { positions: [], shares: new Map() };
      members.set(group, one);
    }
    one.positions.push(i);
    one.shares.set(stratum[i]!, (one.shares.get(stratum[i]!) ?? 0) + 1);
  }
  return [...members.values()];
}

/** How many positions each stratum has. */
function strataSizes(strata: Int32Array): Uint32Array {
  let most = 0;
  for (let i = 0; i < strata.length; i++) most = Math.max(most, strata[i]!);
  const sizes = new Uint32Array(most + 1);
  for (let i = 0; i < strata.length; i++) sizes[strata[i]!]!++;
  return sizes;
}
