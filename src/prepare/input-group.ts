import type { Span } from "./prepared.ts";

/** Median and half-width: (x − centre) / scale. */
export interface ScaledGroup {
  readonly kind: "scaled";
  readonly column: string;
  readonly centre: number;
  readonly scale: number;
}

/** Signed logarithm of the distance from the centre: `typical` is the median distance, `far` the 99% one. */
export interface LogGroup {
  readonly kind: "log";
  readonly column: string;
  readonly centre: number;
  readonly typical: number;
  readonly far: number;
}

/**
 * Share of training values below x, between −√3 and √3: linear between `values`, which have `shares` (both ascending).
 */
export interface RankGroup {
  readonly kind: "rank";
  readonly column: string;
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

/** Piecewise-linear code: `edges` ascending, one more than bins; `means` of each bin's input over training rows. */
export interface BinsGroup {
  readonly kind: "bins";
  readonly column: string;
  readonly edges: readonly number[];
  readonly means: readonly number[];
}

/** 1 where the cell is missing. */
export interface MissingGroup {
  readonly kind: "missing";
  readonly column: string;
}

/** −1 for the first level, 1 for the second. */
export interface PairGroup {
  readonly kind: "pair";
  readonly column: string;
  readonly levels: readonly [string, string];
}

/** One input a level. */
export interface LevelsGroup {
  readonly kind: "levels";
  readonly column: string;
  readonly levels: readonly string[];
}

/** One target code of a category with many levels: smoothed mean, over a level's rows, of the standardised target. */
export interface LevelCode {
  readonly class: number | null; // class number whose indicator is averaged; null: the regression target
  readonly centre: number;
  readonly deviation: number;
  readonly smoothing: number; // rows that the prior counts for
  readonly values: readonly number[]; // one a level
}

/** Frequency, then one input per code. Levels with a single training row are not kept: they count as unknown. */
export interface ManyLevelsGroup {
  readonly kind: "many-levels";
  readonly column: string;
  readonly levels: readonly string[];
  readonly counts: readonly number[]; // training rows of each level
  readonly logCentre: number; // mean and deviation of ln(count) over training rows
  readonly logDeviation: number;
  readonly codes: readonly LevelCode[];
}

export type NumericGroup = ScaledGroup | LogGroup | RankGroup | BinsGroup;
export type CategoryGroup = PairGroup | LevelsGroup | ManyLevelsGroup;
export type InputGroup = NumericGroup | CategoryGroup | MissingGroup;

/** How columns become inputs; plain data that JSON keeps. Columns and levels are known by name. */
export interface Encoder {
  readonly inputs: number;
  readonly groups: readonly InputGroup[]; // side by side, in this order
}

/** Inputs that a group makes, side by side. */
export function groupWidth(group: InputGroup): number {
  if (group.kind === "bins") return group.means.length;
  if (group.kind === "levels") return group.levels.length;
  if (group.kind === "many-levels") return 1 + group.codes.length;
  return 1;
}

/** What is known of the inputs of an encoder whatever the rows. */
export function spansOf(encoder: Encoder): readonly Span[] {
  const spans: Span[] = [];
  let first = 0;
  for (const group of encoder.groups) {
    if (group.kind === "bins") spans.push({ kind: "steps", first, means: group.means });
    else if (group.kind === "levels") spans.push({ kind: "one-hot", first, count: group.levels.length });
    first += groupWidth(group);
  }
  return spans;
}

/**
 * Where a group writes entries `from` to `to` (not included) of a list of rows: each at `data[entry * stride +
 * offset]`.
 */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly data: Float32Array; // starts as zeros
  readonly stride: number;
  readonly offset: number;
}

/** Writes the inputs of a block of rows. */
export type Write = (block: Block) => void;
