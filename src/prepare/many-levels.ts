import type { RowIndex } from "../base/matrix.ts";
import { smoothClip } from "../base/smooth-clip.ts";
import type { LevelCode, ManyLevelsGroup, Write } from "./input-group.ts";
import { type CategoryColumn, type CategoryLearning, placeOfCode } from "./levels.ts";
import type { EncoderOptions } from "./options.ts";
import type { Target } from "./target.ts";

/**
 * Learns the frequency and the target codes of a category with many levels; `learning.counts` holds those to
 * keep.
 */
export function learnManyLevels(learning: CategoryLearning, options: EncoderOptions): ManyLevelsGroup {
  const { column, counts, rows, target } = learning;
  const levels = [...counts.keys()];
  const places = placesOfRows(column, levels, rows);
  const logs = frequencies(learning, places);
  const classes = options.targetCodes ? codedClasses(target, options.targetClasses) : [];
  const codes = classes.map((classNumber) => learnCode(classNumber, target, { places, count: levels.length }));
  return { kind: "many-levels", column: column.name, levels, counts: [...counts.values()], ...logs, codes };
}

/**
 * Mean and deviation of ln(rows of the level) over the rows that have a level; a level that is not kept counts as one
 * row.
 */
function frequencies({ column, rows, counts }: CategoryLearning, places: Int32Array) {
  const rowsOf = [...counts.values()];
  let present = 0;
  let total = 0;
  let squares = 0;
  places.forEach((place, i) => {
    if (column.codes[rows[i]!]! < 0) return;
    const log = place < 0 ? 0 : Math.log(rowsOf[place]!);
    present++;
    total += log;
    squares += log * log;
  });
  const logCentre = total / present;
  const logDeviation = Math.sqrt(Math.max(0, squares / present - logCentre * logCentre));
  return { logCentre, logDeviation: logDeviation > 1e-6 ? logDeviation : 1 };
}

/** Classes that get a code: the second of two, the commonest of more; null alone for regression. */
function codedClasses(target: Target, limit: number): readonly (number | null)[] {
  if (target.task.kind === "regression") return [null];
  const counts = new Uint32Array(target.task.classes.length);
  for (const value of target.values) counts[value]!++;
  if (counts.length <= 2) return counts.length === 2 ? [1] : [];
  const byRows = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!);
  return byRows.slice(0, limit).sort((a, b) => a - b);
}

/** The level of each row by its place among the kept ones, or -1. */
interface PlacedLevels {
  readonly places: Int32Array;
  readonly count: number; // levels that are kept
}

/** Sums of the standardised target, its squares and rows of each level. */
interface LevelSums {
  readonly sums: Float64Array;
  readonly rows: Float64Array;
  readonly squares: number; // over all rows with a kept level
}

function sumLevels(values: Float64Array, places: Int32Array, levels: number): LevelSums {
  const sums = new Float64Array(levels);
  const rows = new Float64Array(levels);
  let squares = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (place < 0) continue;
    sums[place]! += values[i]!;
    rows[place]!++;
    squares += values[i]! * values[i]!;
  }
  return { sums, rows, squares };
}

function learnCode(classNumber: number | null, target: Target, levels: PlacedLevels): LevelCode {
  const { centre, deviation } = momentsOf(target.values, classNumber);
  const values = standardised(target.values, { class: classNumber, centre, deviation });
  const totals = sumLevels(values, levels.places, levels.count);
  const smoothing = smoothingOf(totals);
  const codes = Array.from(totals.sums, (sum, place) => {
    const code = sum / (totals.rows[place]! + smoothing);
    return Math.round(code * 1e4) / 1e4 + 0; // four digits are below the noise and keep the file small; no −0
  });
  return { class: classNumber, centre, deviation, smoothing, values: codes };
}

function momentsOf(values: Float32Array, classNumber: number | null) {
  let total = 0;
  let squares = 0;
  for (const value of values) {
    const number = classNumber === null ? value : value === classNumber ? 1 : 0;
    total += number;
    squares += number * number;
  }
  const centre = total / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - centre * centre));
  return { centre, deviation: deviation > 1e-6 ? deviation : 1 };
}

function standardised(
  values: Float32Array,
  { class: classNumber, centre, deviation }: Pick<LevelCode, "class" | "centre" | "deviation">,
): Float64Array {
  return Float64Array.from(values, (value) => {
    const number = classNumber === null ? value : value === classNumber ? 1 : 0;
    return (number - centre) / deviation;
  });
}

/**
 * Rows that the prior counts for: variance within levels over variance between them, by the analysis of variance of a
 * one-way random model (Searle, Casella and McCulloch, "Variance Components", 1992, section 3.6), between 1 and 100; 10
 * when it cannot be told.
 */
function smoothingOf(totals: LevelSums): number {
  const levels = totals.rows.length;
  let rows = 0;
  let rowSquares = 0;
  let sum = 0;
  let explained = 0;
  totals.rows.forEach((count, place) => {
    rows += count;
    rowSquares += count * count;
    sum += totals.sums[place]!;
    explained += totals.sums[place]! ** 2 / count;
  });
  if (levels < 2 || rows <= levels) return 10;
  const within = Math.max(0, totals.squares - explained) / (rows - levels);
  const meanSquareBetween = (explained - (sum * sum) / rows) / (levels - 1);
  const between = (meanSquareBetween - within) / ((rows - rowSquares / rows) / (levels - 1));
  return between > 0 ? Math.min(100, Math.max(1, within / between)) : 100;
}

function placesOfRows(column: CategoryColumn, levels: readonly string[], rows: RowIndex): Int32Array {
  const places = placeOfCode(column, levels);
  return Int32Array.from(rows, (row) => (column.codes[row]! < 0 ? -1 : places[column.codes[row]!]!));
}

/** The inner part of each training row and the target there: a row's codes then leave out all rows of its own part. */
export interface CrossFit {
  readonly parts: Uint8Array;
  readonly target: Target;
}

/**
 * How the group writes cells: missing ones stay zero, unknown levels have the frequency of a single row and the prior's
 * code, 0.
 */
export function manyLevelsWriter(
  group: ManyLevelsGroup,
  column: CategoryColumn,
  { rows, crossFit }: { readonly rows: RowIndex; readonly crossFit: CrossFit | null },
): Write {
  const places = placesOfRows(column, group.levels, rows);
  const logs = Float64Array.from(group.counts, (count) => frequencyCode(group, count));
  const unknown = frequencyCode(group, 1);
  const codes = group.codes.map((code) => {
    if (crossFit !== null) return crossFitted(code, { places, count: group.levels.length }, crossFit);
    return Float64Array.from(places, (place) => (place < 0 ? 0 : code.values[place]!));
  });
  return ({ from, to, data, stride, offset }) => {
    for (let i = from; i < to; i++) {
      if (column.codes[rows[i]!]! < 0) continue;
      const start = i * stride + offset;
      data[start] = places[i]! < 0 ? unknown : logs[places[i]!]!;
      for (let k = 0; k < codes.length; k++) data[start + 1 + k] = smoothClip(codes[k]![i]!);
    }
  };
}

function frequencyCode(group: ManyLevelsGroup, rows: number): number {
  return smoothClip((Math.log(rows) - group.logCentre) / group.logDeviation);
}

/** The code of each row from the rows of its level outside its own part. */
function crossFitted(code: LevelCode, { places, count }: PlacedLevels, { parts, target }: CrossFit): Float64Array {
  const values = standardised(target.values, code);
  const partCount = parts.reduce((most, part) => Math.max(most, part), 0) + 1;
  const cells = Int32Array.from(places, (place, i) => (place < 0 ? -1 : place * partCount + parts[i]!));
  const all = sumLevels(values, places, count);
  const own = sumLevels(values, cells, count * partCount);
  return Float64Array.from(places, (place, i) => {
    if (place < 0) return 0;
    const cell = cells[i]!;
    const sum = all.sums[place]! - own.sums[cell]!;
    return sum / (all.rows[place]! - own.rows[cell]! + code.smoothing);
  });
}
