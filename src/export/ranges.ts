import type { ModelArtifact, ModelPart } from "../model/artifact.ts";
import { featuresOf, partsOf } from "./features.ts";

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
  return model.columns.map(({ name, kind }, column) => {
    const own = features.filter((feature) => feature.column === column);
    const main = own[0]!;
    const hour = own.find((feature) => feature.part === "hour");
    const hasTime =
      hour !== undefined && partsOf(model).some((part) => readersOf(part).some(({ column: one }) => one === hour.name));
    return { name, kind, hasTime, levels: main.levels, ...numbersOf(partsOf(model), main.name) };
  });
}

function readersOf(part: ModelPart): readonly { readonly column: string }[] {
  return part.kind === "networks" ? part.encoder.groups : part.ensemble.inputs;
}

function numbersOf(parts: readonly ModelPart[], name: string) {
  const known = parts.map((part) => (part.kind === "networks" ? networkRange(part, name) : treeRange(part, name)));
  return known.find(({ low, high }) => low < high) ?? known[0]!;
}

function treeRange({ ensemble }: Extract<ModelPart, { kind: "trees" }>, name: string) {
  const input = ensemble.inputs.find((one) => one.kind === "number" && one.column === name);
  const thresholds = input?.kind === "number" ? input.thresholds : new Float64Array(0);
  if (thresholds.length === 0) return { low: 0, typical: 0, high: 0 };
  return { low: thresholds[0]!, typical: thresholds[thresholds.length >> 1]!, high: thresholds.at(-1)! };
}

function networkRange({ encoder }: Extract<ModelPart, { kind: "networks" }>, name: string) {
  let [low, typical, high] = [0, 0, 0];
  for (const group of encoder.groups) {
    if (group.column !== name) continue;
    if (group.kind === "scaled") {
      typical = group.centre;
      [low, high] = low < high ? [low, high] : [typical - 3 * group.scale, typical + 3 * group.scale];
    }
    if (group.kind === "bins") {
      [low, high] = [group.edges[0]!, group.edges.at(-1)!];
      if (typical < low || typical > high) typical = group.edges[group.edges.length >> 1]!;
    }
  }
  return { low, typical, high };
}
