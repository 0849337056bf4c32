import type { ModelArtifact, ModelPart } from "../model/artifact.ts";

/** The part of a cell that an input reads: its number, its level, or a part of its date. */
export type Part = "number" | "level" | "days" | "month" | "day of month" | "day of year" | "weekday" | "hour";

/** One number that a row gives: a cell's number, the place of its level, or a part of its date. */
export interface Feature {
  readonly name: string; // as the encoder calls it
  readonly column: number; // of the model
  readonly part: Part;
  readonly levels: readonly string[]; // of a level
}

const dateParts = ["days", "month", "day of month", "day of year", "weekday", "hour"] as const;

/**
 * All features of a model, named as its encoder names them: a part of a date is "when (month)", followed by a number
 * where that name is taken.
 */
export function featuresOf(model: ModelArtifact): readonly Feature[] {
  const { columns } = model;
  const taken = new Set(columns.map((column) => column.name));
  const levels = levelsOf(model);
  return columns.flatMap(({ name, kind }, column): readonly Feature[] => {
    if (kind === "numeric") return [{ name, column, part: "number", levels: [] }];
    if (kind === "category") return [{ name, column, part: "level", levels: levels.get(name) ?? [] }];
    return dateParts.map((part) => ({ name: freeName(`${name} (${part})`, taken), column, part, levels: [] }));
  });
}

/** For each column, by number, the places of its features in ascending order. */
export function placesByColumn(columns: number, features: readonly Pick<Feature, "column">[]): readonly Int32Array[] {
  const places = Array.from({ length: columns }, (): number[] => []);
  for (const [place, { column }] of features.entries()) places[column]!.push(place);
  return places.map((list) => Int32Array.from(list));
}

/** The models that a model consists of: itself, or the parts of a portfolio. */
export function partsOf(model: ModelArtifact): readonly ModelPart[] {
  return model.kind === "portfolio" ? model.parts.map((part) => part.model) : [model];
}

/** Levels of each category column that the model knows, in anything that reads it. */
export function levelsOf(model: ModelArtifact): ReadonlyMap<string, readonly string[]> {
  const levels = new Map<string, Set<string>>();
  for (const part of partsOf(model)) {
    for (const reader of part.kind === "networks" ? part.encoder.groups : part.ensemble.inputs) {
      if (!("levels" in reader)) continue;
      levels.set(reader.column, new Set([...(levels.get(reader.column) ?? []), ...reader.levels]));
    }
  }
  return new Map([...levels].map(([column, known]) => [column, [...known]]));
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name); copy++) name = `${wanted} ${copy}`;
  taken.add(name);
  return name;
}
