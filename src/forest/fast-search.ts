import type { Bump } from "../wasm/bump.ts";
import { type Kernel, placeKernel } from "./kernel.ts";
import { missing, narrowMissing, SearchPlan, SearchResult } from "./schema.ts";
import type { SearchInput, Split, SplitSearch } from "./search.ts";

const allCodes = 65536;

// Positions among the f64 of a result.
const scoreAt = SearchResult.offsets.score / 8;
const viewAt = SearchResult.offsets.view / 8;
const thresholdAt = SearchResult.offsets.threshold / 8;
const weightAt = SearchResult.offsets.weight / 8;
const wholeScoreAt = SearchResult.offsets.wholeScore / 8;

/** The split search in compiled code: the same splits as `PlainSearch`, several times as fast. */
export class FastSearch implements SplitSearch {
  readonly name = "fast";
  readonly rows: Uint32Array;
  readonly asked: Uint32Array;
  private readonly kernel: Kernel;
  private readonly input: Pick<SearchInput, "targets" | "classes">;
  private readonly result: Float64Array;
  private readonly pairs: Float64Array; // numbers and two classes: weight, weight · target
  private readonly counts: Uint32Array; // more classes: class, weight

  constructor(input: SearchInput) {
    const count = input.targets.length;
    const many = input.classes > 2;
    const { kernel, memory, at } = placeKernel((bump) => placeSearch(bump, input));
    SearchPlan.write(memory, at.plan, { ...at.arrays, minLeafWeight: input.minLeafWeight, classes: input.classes });
    input.columns.forEach((codes, i) => {
      const { address, isNarrow } = at.codes[i]!;
      if (isNarrow) new Uint8Array(memory, address, count).set(codes);
      else new Uint16Array(memory, address, count).set(codes);
    });
    kernel.place(at.plan);
    this.kernel = kernel;
    this.input = { targets: input.targets, classes: input.classes }; // the codes are copied
    this.rows = new Uint32Array(memory, at.arrays.rows, count);
    this.pairs = new Float64Array(memory, at.arrays.pairs, many ? 0 : 2 * count);
    this.counts = new Uint32Array(memory, at.arrays.pairs, many ? 2 * count : 0);
    this.result = new Float64Array(memory, at.arrays.result, SearchResult.bytes / 8);
    this.asked = new Uint32Array(memory, at.arrays.asked, at.codes.length);
    // Addresses are multiples of 16: the lowest bit is free to say that codes take two bytes.
    const columns = at.codes.map(({ address, isNarrow }) => address + (isNarrow ? 0 : 1));
    new Uint32Array(memory, at.arrays.columns, columns.length).set(columns);
  }

  load(weights: Uint32Array): number {
    const { targets, classes } = this.input;
    let count = 0;
    for (let row = 0; row < weights.length; row++) {
      const weight = weights[row]!;
      if (weight === 0) continue;
      this.rows[count] = row;
      if (classes > 2) {
        this.counts[2 * count] = targets[row]!;
        this.counts[2 * count + 1] = weight;
      } else {
        this.pairs[2 * count] = weight;
        this.pairs[2 * count + 1] = weight * targets[row]!;
      }
      count++;
    }
    return count;
  }

  open(start: number, end: number): boolean {
    return this.kernel.open(start, end) === 1;
  }

  get weight(): number {
    return this.result[weightAt]!;
  }

  get wholeScore(): number {
    return this.result[wholeScoreAt]!;
  }

  scan(count: number): number {
    return this.kernel.scan(count);
  }

  best(): Split | null {
    const score = this.result[scoreAt]!;
    return score < 0 ? null : { view: this.result[viewAt]!, threshold: this.result[thresholdAt]!, score };
  }

  partition(start: number, end: number, split: Split): number {
    return this.kernel.partition(start, end, split.view, split.threshold);
  }
}

/** Addresses of a search's memory, as schema.ts draws it. */
function placeSearch(bump: Bump, { targets, classes, columns }: SearchInput) {
  const count = targets.length;
  const many = classes > 2;
  const pair = many ? 8 : 16;
  const narrow = columns.map(fitsOneByte);
  const widest = narrow.every(Boolean) ? 256 : allCodes;
  const arrays = {
    rows: bump.take(4 * (count + 1)),
    pairs: bump.take(pair * (count + 1)),
    spareRows: bump.take(4 * (count + 1)),
    sparePairs: bump.take(pair * (count + 1)),
    buckets: bump.take((many ? 4 : 16) * widest),
    chain: bump.take(many ? 4 * count : 0),
    bits: bump.take(allCodes / 8),
    bitWords: bump.take(16 * 8),
    present: bump.take(4 * (widest + 1)),
    totals: bump.take(4 * classes),
    leftCounts: bump.take(4 * classes),
    result: bump.take(SearchResult.bytes),
    asked: bump.take(4 * columns.length),
    columns: bump.take(4 * columns.length),
  };
  const plan = bump.take(SearchPlan.bytes);
  const codes = narrow.map((isNarrow) => ({ isNarrow, address: bump.take(isNarrow ? count : 2 * count) }));
  return { plan, arrays, codes };
}

/** Whether one byte holds every code, with 255 for missing: the low byte of 65,535. */
function fitsOneByte(codes: Uint16Array): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= narrowMissing && codes[i] !== missing) return false;
  return true;
}
