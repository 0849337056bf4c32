import type { ModelArtifact } from "../model/artifact.ts";
import { featuresOf } from "./features.ts";

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
 * The range of each column of a model, as far as its encoder tells: the edges of its bins, else three scales around
 * the centre.
 */
export function rangesOf(model: ModelArtifact): readonly ColumnRange[] {
  const features = featuresOf(model);
  return model.columns.map(({ name, kind }, column) => {
    const own = features.filter((feature) => feature.column === column);
    const main = own[0]!;
    const hour = own.find((feature) => feature.part === "hour");
    const hasTime = hour !== undefined && model.encoder.groups.some((group) => group.column === hour.name);
    return { name, kind, hasTime, levels: main.levels, ...numbersOf(model, main.name) };
  });
}

function numbersOf({ encoder }: ModelArtifact, name: string) {
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
