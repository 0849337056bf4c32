/** Distinct values of an end. */
export const mostEnds = 16;

/** The distinct values at both ends of some cells, ascending; all of them where there are not many. */
export interface ValueEnds {
  readonly values: Float64Array;
  readonly counts: Uint32Array; // cells of each
  readonly cells: number; // that are not missing, in the middle too
}

/** The 16 lowest and the 16 highest distinct values, or all where they meet. Missing cells do not count. */
export function valueEnds(cells: Float64Array): ValueEnds {
  const low = new End(1);
  const high = new End(-1);
  let present = 0;
  let below = low.limit; // copies: the loop is the cost
  let above = -high.limit;
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i]! + 0; // -0 is 0
    if (value !== value) continue;
    present++;
    if (value <= below) {
      low.add(value);
      below = low.limit;
    }
    if (value >= above) {
      high.add(value);
      above = -high.limit;
    }
  }
  const top = high.held(); // descending
  const rest = top.filter(({ value }) => !low.has(value)).reverse();
  const all = [...low.held(), ...rest];
  return {
    values: Float64Array.from(all, ({ value }) => value),
    counts: Uint32Array.from(all, ({ count }) => count),
    cells: present,
  };
}

interface Held {
  readonly value: number;
  count: number;
}

/** The distinct values nearest to one end. */
class End {
  limit = Number.POSITIVE_INFINITY; // of what may still belong here, seen from the end
  private readonly sign: 1 | -1;
  private readonly list: Held[] = [];

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  add(value: number): void {
    const key = this.sign * value;
    let at = this.list.length;
    while (at > 0 && this.sign * this.list[at - 1]!.value >= key) at--;
    if (this.list[at]?.value === value) {
      this.list[at]!.count++;
      return;
    }
    this.list.splice(at, 0, { value, count: 1 });
    if (this.list.length > mostEnds) this.list.pop();
    if (this.list.length === mostEnds) this.limit = this.sign * this.list.at(-1)!.value;
  }

  has(value: number): boolean {
    return this.list.some((held) => held.value === value);
  }

  held(): readonly Held[] {
    return this.list;
  }
}
