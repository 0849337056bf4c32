import { kernelBase64 } from "./kernel.generated.ts";
import { missing } from "./forest.ts";
import type { SearchInput, Split, SplitSearch } from "./search.ts";

/** What kernel/index.ts exports. Pointers are byte offsets into the memory that was handed in. */
export interface Kernel {
  place(map: number, classes: number): void;
  limits(minLeafWeight: number): void;
  open(start: number, end: number): number;
  scan(count: number): number;
  partition(start: number, end: number, view: number, cut: number): number;
  packNarrow(view: number, cut: number, child: number, count: number, pairs: number): void;
  packWide(view: number, cut: number, child: number, count: number, pairs: number): void;
  walkNarrow(...places: WalkPlaces): number;
  walkWide(...places: WalkPlaces): number;
  codeNumbers(numbers: number, count: number, cuts: number, cutCount: number, out: number): void;
  sortNumbers(numbers: number, spare: number, counts: number, count: number): number;
  addValues(leafValues: number, rows: number, values: number, width: number, pure: number, sums: number): void;
}

type WalkPlaces = [
  records: number,
  stride: number,
  rows: number,
  list: number,
  cut: number,
  value: number,
  out: number,
  nodes: number,
];

let compiled: WebAssembly.Module | null = null;

/** A fresh kernel over fresh memory of at least `bytes`. */
export function startKernel(bytes: number): { kernel: Kernel; memory: ArrayBuffer } {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, "base64"));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  // The one place where the shape of the compiled code is believed.
  return { kernel: instance.exports as unknown as Kernel, memory: memory.buffer };
}

/** Where a layout begins; kernel/walk.ts counts on it. */
export const firstPlace = 4096;

/** Hands out 16-byte aligned pieces of a memory; what the kernel keeps for itself lies below the first. */
export class Layout {
  bytes = firstPlace;

  take(bytes: number): number {
    const at = this.bytes;
    this.bytes += Math.ceil(bytes / 16) * 16;
    return at;
  }
}

const allCodes = 65536;

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
    const pair = many ? 8 : 16;
    const narrow = input.columns.map(isNarrow);
    const widest = narrow.every(Boolean) ? 256 : allCodes;
    const layout = new Layout();
    const map = [4 * (count + 1), pair * (count + 1), 4 * (count + 1), pair * (count + 1)]
      .concat([(many ? 4 : 16) * widest, many ? 4 * count : 0, allCodes / 8, 16 * 8, 4 * (widest + 1)])
      .concat([4 * input.classes, 4 * input.classes, 5 * 8, 4 * narrow.length, 4 * narrow.length])
      .map((bytes) => layout.take(bytes));
    const mapAt = layout.take(4 * map.length);
    const codesAt = narrow.map((one) => layout.take(one ? count : 2 * count));
    const { kernel, memory } = startKernel(layout.bytes);
    new Uint32Array(memory, mapAt, map.length).set(map);
    input.columns.forEach((codes, i) => {
      if (narrow[i]) new Uint8Array(memory, codesAt[i], count).set(codes);
      else new Uint16Array(memory, codesAt[i], count).set(codes);
    });
    kernel.place(mapAt, input.classes);
    kernel.limits(input.minLeafWeight);
    this.kernel = kernel;
    this.input = { targets: input.targets, classes: input.classes }; // the codes are copied
    this.rows = new Uint32Array(memory, map[0], count);
    this.pairs = new Float64Array(memory, map[1], many ? 0 : 2 * count);
    this.counts = new Uint32Array(memory, map[1], many ? 2 * count : 0);
    this.result = new Float64Array(memory, map[11], 5);
    this.asked = new Uint32Array(memory, map[12], narrow.length);
    // Offsets are multiples of 16: the lowest bit is free to say that codes take two bytes.
    new Uint32Array(memory, map[13], narrow.length).set(codesAt.map((at, i) => at + (narrow[i] ? 0 : 1)));
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
    return this.result[3]!;
  }

  get wholeScore(): number {
    return this.result[4]!;
  }

  scan(count: number): number {
    return this.kernel.scan(count);
  }

  best(): Split | null {
    const score = this.result[0]!;
    return score < 0 ? null : { view: this.result[1]!, cut: this.result[2]!, score };
  }

  partition(start: number, end: number, split: Split): number {
    return this.kernel.partition(start, end, split.view, split.cut);
  }
}

/** Whether one byte holds every code, with 255 for missing: the low byte of 65,535. */
function isNarrow(codes: Uint16Array): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 255 && codes[i] !== missing) return false;
  return true;
}
