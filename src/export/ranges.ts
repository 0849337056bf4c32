import type { ModelArtifact, ModelPart } from "../model/artifact.ts";
import { featuresOf, partsOf, placesByColumn } from "./features.ts";

/** What is known of the values of a column: from the least to the greatest number or day, or its levels. */
export interface ColumnRange {
  readonly name: string;
  readonly kind: "numeric" | "category" | "date";
  readonly low: number; // days since 1970-01-01 UTC for a date; low = high when nothing is known
  readonly typical: number;
  readonly high: number;
  readonly hasTime: boolean; // of a date
  readonly levels: readonly string[];
}

/**
 * The range of each column of a model, as far as it tells: the edges of its bins, else three scales around the centre;
 * of trees from the first to the last threshold.
 */
export function rangesOf(model: ModelArtifact): readonly ColumnRange[] {
  const features = featuresOf(model);
  const places = placesByColumn(model.columns.length, features);
  const parts = partsOf(model);
  const read = new Set(parts.flatMap((part) => readersOf(part).map(({ column }) => column)));
  const ranges = parts.map((part) => (part.kind === "networks" ? networkRanges(part) : treeRanges(part)));
  return model.columns.map(({ name, kind }, column) => {
    const own = Array.from(places[column]!, (place) => features[place]!);
    const main = own[0]!;
    const hasTime = own.some(({ part, name }) => part === "hour" && read.has(name));
    const known = ranges.map((one) => one.get(main.name) ?? nothingKnown);
    const range = known.find(({ low, high }) => low < high) ?? known[0]!;
    return { name, kind, hasTime, levels: main.levels, ...range };
  });
}

function readersOf(part: ModelPart): readonly { readonly column: string }[] {
  return part.kind === "networks" ? part.encoder.groups : part.ensemble.inputs;
}

type NumberRange = Pick<ColumnRange, "low" | "typical" | "high">;

const nothingKnown: NumberRange = { low: 0, typical: 0, high: 0 };

function treeRanges({ ensemble }: Extract<ModelPart, { kind: "trees" }>): ReadonlyMap<string, NumberRange> {
  const ranges = new Map<string, NumberRange>();
  for (const input of ensemble.inputs) {
    if (input.kind !== "number" || input.thresholds.length === 0 || ranges.has(input.column)) continue;
    const { thresholds } = input;
    const typical = thresholds[thresholds.length >> 1]!;
    ranges.set(input.column, { low: thresholds[0]!, typical, high: thresholds.at(-1)! });
  }
  return ranges;
}

function networkRanges({ encoder }: Extract<ModelPart, { kind: "networks" }>): ReadonlyMap<string, NumberRange> {
  const ranges = new Map<string, NumberRange>();
  for (const group of encoder.groups) {
    const { low, typical, high } = ranges.get(group.column) ?? nothingKnown;
    if (group.kind === "scaled") {
      const { centre, scale } = group;
      const edges = low < high ? { low, high } : { low: centre - 3 * scale, high: centre + 3 * scale };
      ranges.set(group.column, { ...edges, typical: centre });
    }
    if (group.kind === "bins") {
      const { edges } = group;
      const [first, last] = [edges[0]!, edges.at(-1)!];
      const isInside = typical >= first && typical <= last;
      ranges.set(group.column, { low: first, typical: isInside ? typical : edges[edges.length >> 1]!, high: last });
    }
  }
  return ranges;
}
