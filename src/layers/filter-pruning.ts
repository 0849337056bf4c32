import { keepLargest, keptCounts } from "../descent/prune.ts";
import type { Backend } from "../engine/tfjs/backend.ts";
import type { ModelData } from "./dataset.ts";
import { filterSensitivities } from "./filter-sensitivity.ts";
import type { FilterPair } from "./filters.ts";
import type { ModelLike } from "./layers-model.ts";
import type { PackedVariables } from "./packed-variables.ts";

/** Rows that the sensitivity of filters is taken on: each has many places. */
const rowsForSensitivity = 64;

interface FilterTask {
  readonly backend: Backend;
  readonly model: ModelLike;
  readonly variables: PackedVariables;
  readonly pairs: readonly FilterPair[];
  readonly data: ModelData;
}

/** A byte for each weight of each kernel that is left: 1 stays when this share of the filters is dropped. */
export async function keepFilters(
  { backend, model, variables, pairs, data }: FilterTask,
  fraction: number,
): Promise<readonly Uint8Array[]> {
  const { tf } = backend;
  const found = backend.compute(() => {
    const { shape } = data.xs;
    const begin = shape.map(() => 0);
    const xs = tf.slice(data.xs, begin, [Math.min(rowsForSensitivity, shape[0]!), ...shape.slice(1)]);
    return filterSensitivities(tf, { model, pairs, xs });
  });
  const scored: (FilterPair & { readonly scores: Float32Array })[] = [];
  for (const [at, pair] of pairs.entries()) {
    scored.push({ ...pair, scores: (await backend.read(found[at]!)).slice() });
    found[at]!.dispose();
  }
  const { value } = await variables.moments();
  const { parts, keep } = variables;
  const left = dropFilters({ parts, keep, magnitudes: value.map(Math.abs) }, scored, fraction);
  return variables.survivors().map((places) => Uint8Array.from(places, (place) => left[place]!));
}

/** Drops the biases of filters that are gone from `keep`: nothing reads them. */
export function dropBiases(keep: Uint8Array, { variables, pairs }: Pick<FilterTask, "variables" | "pairs">): void {
  for (const { kernel, bias, filters } of pairs) {
    if (bias === null) continue;
    const start = variables.startOf(kernel);
    const alive = new Set(aliveFilters(keep.subarray(start, start + kernel.size), filters));
    const from = variables.startOf(bias);
    for (let filter = 0; filter < filters; filter++) if (!alive.has(filter)) keep[from + filter] = 0;
  }
}

/**
 * Drops a share of the filters of each pair that are left, those of the least sensitivity, but never the last, with
 * every weight that reads them. Kernels without such filters lose the same share of their weights, the smallest.
 * Returns a byte a trainable number: 1 stays.
 */
function dropFilters(
  { parts, keep, ...variables }: Pick<PackedVariables, "parts" | "keep"> & { readonly magnitudes: Float32Array },
  pairs: readonly (Pick<FilterPair, "kernel" | "readerKernel" | "filters"> & { readonly scores: Float32Array })[],
  fraction: number,
): Uint8Array {
  const left = keep.slice();
  const partOf = (kernel: FilterPair["kernel"]) => parts.find((part) => part.kernel.variable === kernel)!;
  for (const { kernel, readerKernel, filters, scores } of pairs) {
    const own = partOf(kernel);
    const reader = partOf(readerKernel);
    const alive = aliveFilters(keep.subarray(own.start, own.end), filters);
    const count = Math.max(1, alive.length - Math.floor(alive.length * fraction));
    const kept = keepLargest(
      Float32Array.from(alive, (filter) => scores[filter]!),
      count,
    );
    const gone = new Set(alive.filter((_, k) => kept[k] === 0));
    for (let at = own.start; at < own.end; at++) if (gone.has((at - own.start) % filters)) left[at] = 0;
    const { outputs } = reader.kernel;
    for (let at = reader.start; at < reader.end; at++) {
      if (gone.has(Math.floor((at - reader.start) / outputs) % filters)) left[at] = 0;
    }
  }
  const whole = new Set(pairs.map(({ kernel }) => kernel));
  const places = parts.map(({ start, end }) => placesOf(keep, start, end));
  const layers = parts.map(({ kernel }, at) => ({ weight: places[at]!, outputs: kernel.outputs }));
  const counts = keptCounts(layers, fraction);
  for (const [at, { kernel }] of parts.entries()) {
    if (whole.has(kernel.variable)) continue;
    // Weights of filters that go, go first.
    const sizes = Float32Array.from(places[at]!, (place) => (left[place] === 1 ? variables.magnitudes[place]! : -1));
    const kept = keepLargest(sizes, counts[at]!);
    for (const [k, place] of places[at]!.entries()) if (kept[k] === 0) left[place] = 0;
  }
  return left;
}

/** Filters of which a weight is left; `keep` has them on its last axis. */
function aliveFilters(keep: Uint8Array, filters: number): readonly number[] {
  return Array.from({ length: filters }, (_, filter) => filter).filter((filter) => {
    for (let at = filter; at < keep.length; at += filters) if (keep[at] === 1) return true;
    return false;
  });
}

function placesOf(keep: Uint8Array, start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, k) => start + k).filter((place) => keep[place] === 1);
}
