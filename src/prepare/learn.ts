import type { RowIndex } from "../base/matrix.ts";
import { sortedPresent } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";
import { binLimit, learnBins, moreDistinctThan, quantileThresholds } from "./bins.ts";
import { learnCategory, levelLimit } from "./category.ts";
import type { BinsGroup, InputGroup, NumericGroup } from "./input-group.ts";
import { type CategoryColumn, countLevels } from "./levels.ts";
import { cellsOf, learnScaled, learnTails } from "./numeric.ts";
import type { EncoderOptions } from "./options.ts";
import type { Target } from "./target.ts";
import { sortTargets, treeThresholds } from "./tree-bins.ts";
import { isMissing } from "./write.ts";

const binnedAbove = 3; // different values; up to three, the raw copy says nearly all

/** Rows to learn from, with a target value for each. */
export interface TrainingRows {
  readonly rows: RowIndex;
  readonly target: Target;
}

interface Learning extends TrainingRows {
  readonly options: EncoderOptions;
  readonly bins: number; // of one numeric column
  readonly levels: number; // inputs for single levels of one category column
  readonly indicators: ReadonlySet<Column>;
}

/** The input groups of all columns, column by column. */
export function learnGroups(
  columns: readonly Column[],
  { rows, target }: TrainingRows,
  options: EncoderOptions,
): readonly InputGroup[] {
  const binned = columns.filter(
    (column) => column.kind === "numeric" && moreDistinctThan(cellsOf(column.values, rows), binnedAbove),
  );
  const levelCounts = columns.flatMap((column) => (column.kind === "category" ? [countLevels(column, rows).size] : []));
  const learning: Learning = {
    rows,
    target,
    options,
    bins: binLimit(rows.length, binned.length, options),
    levels: levelLimit(levelCounts, options),
    indicators: indicatorColumns(columns, rows, options),
  };
  const groups = columns.flatMap((column) => learnColumn(column, learning));
  const first = columns[0];
  // Engines need at least one input: where no column is informative, a constant input stands in.
  return groups.length > 0 || first === undefined ? groups : [{ kind: "missing", column: first.name }];
}

function learnColumn(column: Column, learning: Learning): readonly InputGroup[] {
  if (column.kind === "date") throw new Error(`Date column "${column.name}" must be expanded first.`);
  const groups = column.kind === "numeric" ? learnNumeric(column, learning) : learnLevels(column, learning);
  if (!learning.indicators.has(column)) return groups;
  return [...groups, { kind: "missing", column: column.name }];
}

function learnNumeric(
  column: Extract<Column, { kind: "numeric" }>,
  { rows, target, options, bins }: Learning,
): readonly NumericGroup[] {
  const cells = cellsOf(column.values, rows);
  const sorted = sortedPresent(cells);
  if (!moreDistinctThan(sorted, 1)) return [];
  let binned: BinsGroup | null = null;
  if (bins >= 2 && moreDistinctThan(sorted, binnedAbove)) {
    const thresholds =
      options.bins === "tree"
        ? treeThresholds(sortTargets(sorted, cells, target.values), target.task, bins)
        : quantileThresholds(sorted, bins);
    binned = learnBins(column.name, sorted, thresholds);
  }
  const groups: NumericGroup[] = [];
  if (options.raw || binned === null) groups.push(learnScaled(column.name, sorted));
  const tails = options.heavyTails === "none" ? null : learnTails(column.name, sorted, options.heavyTails);
  if (tails !== null) groups.push(tails);
  if (binned !== null) groups.push(binned);
  return groups;
}

function learnLevels(column: CategoryColumn, { rows, target, options, levels }: Learning): readonly InputGroup[] {
  const counts = countLevels(column, rows);
  const hasMissing = missingCount(column, rows) > 0;
  return learnCategory({ column, counts, hasMissing, rows, target, limit: levels }, options);
}

/**
 * Columns that get an indicator: with missing and present cells in training rows; where too many have, those nearest to
 * half and half.
 */
function indicatorColumns(columns: readonly Column[], rows: RowIndex, options: EncoderOptions): ReadonlySet<Column> {
  if (!options.indicators) return new Set();
  const candidates = columns
    .map((column) => ({ column, missing: missingCount(column, rows) }))
    .filter(({ missing }) => missing > 0 && missing < rows.length)
    .map(({ column, missing }) => ({ column, rarer: Math.min(missing, rows.length - missing) }));
  candidates.sort((a, b) => b.rarer - a.rarer);
  return new Set(candidates.slice(0, options.indicatorInputs).map(({ column }) => column));
}

function missingCount(column: Column, rows: RowIndex): number {
  let count = 0;
  for (const row of rows) if (isMissing(column, row)) count++;
  return count;
}
