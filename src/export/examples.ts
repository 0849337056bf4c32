import { Random } from "../base/random.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { type ColumnRange, rangesOf } from "./ranges.ts";
import type { RawCell } from "./request.ts";

const drawn = 5;

/**
 * Rows by which an export checks itself: a typical one, one with nothing in it, the ends of all ranges, and some drawn
 * at random with missing cells and unknown levels. Made up from the encoder, so that no row of the training table
 * leaves with the model.
 */
export function exampleRows(model: ModelArtifact): readonly (readonly RawCell[])[] {
  const ranges = rangesOf(model);
  const random = Random.of("export");
  return [
    ranges.map((range) => cellAt(range, range.typical, 0)),
    ranges.map(() => null),
    ranges.map((range) => cellAt(range, range.low, 0)),
    ranges.map((range) => cellAt(range, range.high, range.levels.length - 1)),
    ...Array.from({ length: drawn }, () => ranges.map((range) => drawnCell(range, random))),
  ];
}

function drawnCell(range: ColumnRange, random: Random): RawCell {
  const value = range.low + random.uniform() * (range.high - range.low);
  const level = random.below(range.levels.length + 1); // one more than there are: unknown
  return random.uniform() < 0.1 ? null : cellAt(range, value, level);
}

function cellAt(range: ColumnRange, value: number, level: number): RawCell {
  if (range.kind === "category") return range.levels[level] ?? "no such level";
  if (range.kind === "numeric") return Number(value.toPrecision(6));
  const moment = new Date(Math.round(value * 1440) * 60_000);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999) return null;
  return range.hasTime ? moment.toISOString() : moment.toISOString().slice(0, 10);
}
