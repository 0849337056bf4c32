const few = 2048; // distinct values that one table in the nearest cache holds
const parts = 256;

/** How many different numbers there are; missing ones do not count. */
export function countDistinct(values: Float64Array): number {
  const table = new NumberTable(2 * few);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! + 0; // -0 is 0
    if (value === value && table.add(value) && table.count > few) return countByParts(values);
  }
  return table.count;
}

/** The same for many: dealt by their hashes to parts first, so that the table of a part stays in the nearest cache. */
function countByParts(values: Float64Array): number {
  const hasher = new Hasher();
  const hashes = new Uint8Array(values.length);
  const ends = new Uint32Array(parts + 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! + 0;
    if (value !== value) continue;
    const part = hasher.hash(value) >>> 24;
    hashes[i] = part;
    ends[part + 1]!++;
  }
  for (let part = 1; part <= parts; part++) ends[part]! += ends[part - 1]!;
  const dealt = new Float64Array(ends[parts]!);
  const next = ends.slice(0, parts);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! + 0;
    if (value === value) dealt[next[hashes[i]!]!++] = value;
  }
  let count = 0;
  for (let part = 0; part < parts; part++) {
    const table = new NumberTable(2 * (ends[part + 1]! - ends[part]!));
    for (let i = ends[part]!; i < ends[part + 1]!; i++) table.add(dealt[i]!);
    count += table.count;
  }
  return count;
}

/** Numbers by open addressing; room for half as many as it has slots. */
class NumberTable {
  count = 0;
  private readonly slots: Float64Array; // NaN = free
  private readonly mask: number;
  private readonly hasher = new Hasher();

  constructor(slots: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, slots)));
    this.slots = new Float64Array(size).fill(Number.NaN);
    this.mask = size - 1;
  }

  /** Whether the value is new. */
  add(value: number): boolean {
    const { slots, mask } = this;
    let slot = this.hasher.hash(value) & mask;
    for (let held = slots[slot]!; held === held; held = slots[slot]!) {
      if (held === value) return false;
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    this.count++;
    return true;
  }
}

class Hasher {
  private readonly bits = new Float64Array(1);
  private readonly words = new Uint32Array(this.bits.buffer);

  /** 32 bits of a number (murmur3's mixing steps). */
  hash(value: number): number {
    this.bits[0] = value;
    let hash = Math.imul(this.words[0]! ^ Math.imul(this.words[1]!, 0x85ebca6b), 0xcc9e2d51);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 13)) >>> 0;
  }
}

/** Numbers equal values alike, from 0 in the order of first sight; -1 for missing ones. */
export function numberGroups(values: Float64Array): { readonly groups: Int32Array; readonly count: number } {
  const hasher = new Hasher();
  const groups = new Int32Array(values.length);
  let firsts = new Float64Array(few); // value of each group
  let slots = new Int32Array(2 * few).fill(-1);
  let count = 0;
  const place = (value: number): number => {
    let slot = hasher.hash(value) & (slots.length - 1);
    while (slots[slot]! >= 0 && firsts[slots[slot]!] !== value) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! + 0; // -0 is 0
    if (value !== value) {
      groups[i] = -1;
      continue;
    }
    let slot = place(value);
    if (slots[slot]! < 0) {
      if (count === firsts.length) {
        const larger = new Float64Array(4 * count);
        larger.set(firsts);
        firsts = larger;
        slots = new Int32Array(8 * count).fill(-1);
        for (let group = 0; group < count; group++) slots[place(firsts[group]!)] = group;
        slot = place(value);
      }
      firsts[count] = value;
      slots[slot] = count++;
    }
    groups[i] = slots[slot]!;
  }
  return { groups, count };
}
