import { placesWhere } from "../base/select.ts";
import type { RowIndex } from "../base/matrix.ts";
import { mean } from "../base/statistics.ts";
import type { ForestData, ForestOptions } from "../forest/forest.ts";
import { growerOf, learnForest } from "../forest/grow.ts";
import { type OutOfBag, OutOfBagTally } from "../forest/outofbag.ts";
import { unexplainedAlone } from "../ingest/alone.ts";
import { futureMeans } from "../ingest/future-mean.ts";
import { everyNth } from "../ingest/leak.ts";
import { repeatedIdentifier } from "../ingest/repeated-identifier.ts";
import type { Column, Finding } from "../ingest/table.ts";
import { targetMeans } from "../ingest/target-mean.ts";
import { truthOf, type RunData } from "../models/run-data.ts";
import { learnTask } from "../prepare/target.ts";

const mostRows = 2000;
const fewestRows = 60;
const mostSuspects = 3;
const mostIdentifiers = 5;
const telltale = 0.95; // a mean of the target says something of it
const strong = 0.2; // unexplained by a column alone, at most
const apart = 0.3; // of what all others together leave unexplained
const mute = 0.9; // others that leave this much say nothing: one honest column may be all there is
const nearlyCopy = 0.01; // unexplained by a column that gives the target away whatever the others say

const options: ForestOptions = {
  ...{ trees: 40, featuresPerSplit: "third", minSamplesLeaf: 3, maxLeaves: null, maxDepth: null },
  ...{ bootstrap: true, splits: "auto" },
};

/** What the checks before found. */
interface Checked {
  readonly inputs: ReadonlySet<string>;
  readonly columns: readonly Column[]; // of the table, whatever their part
  readonly known: readonly Finding[];
  readonly time?: Float64Array | null; // by table row; left out, rows are in order of time
}

/**
 * Columns that give the target away without being a copy of it: means of the target, and columns that alone leave less
 * than a third of the errors that all others together leave, by a forest out of bag on a sample of rows. Where the
 * others say nothing, only near-copies of the target are reported.
 */
export function leakFindings(run: RunData, { inputs, columns, known, time = null }: Checked): readonly Finding[] {
  const { target } = run;
  const rows = sampled(run.usedRows);
  if (rows.length < fewestRows || inputs.size < 2) return [];
  const reported = new Set(known.filter(({ code }) => code === "target-leak").map(({ column }) => column));
  const fresh = columns.filter(({ name }) => inputs.has(name) && !reported.has(name));
  const telling = fresh
    .map((column) => ({ column, left: unexplainedAlone(column, target, rows) }))
    .filter(({ left }) => left <= telltale)
    .sort((a, b) => a.left - b.left);
  const means = telling.map(({ column }) => column).filter(meanFilter(columns, run));
  for (const { name } of means) reported.add(name);
  const inTime = time === null ? run.usedRows : run.usedRows.toSorted((a, b) => time[a]! - time[b]!);
  const isAhead = futureMeans(target, inTime);
  const ahead = fresh.filter((column) => !reported.has(column.name) && isAhead(column));
  for (const { name } of ahead) reported.add(name);
  const lone = telling
    .filter(({ column, left }) => left <= strong && !reported.has(column.name))
    .slice(0, mostSuspects)
    .filter(({ column, left }) => {
      const others = unexplainedByOthers(run, rows, new Set([...reported, column.name]));
      return left <= (others > mute ? nearlyCopy : apart * others);
    });
  return [
    ...means.map(({ name }) => leak(name, "it is the mean or sum of the target over rows that belong together")),
    ...ahead.map(({ name }) =>
      leak(name, "it is the mean or sum of the target over rows that reach this one or later ones"),
    ),
    ...lone.map(({ column }) => leak(column.name, "alone it predicts far better than all other columns together")),
  ];
}

/** Keeps the columns that are means of the target by themselves or by one of the first columns that may name things. */
function meanFilter(columns: readonly Column[], { target, usedRows }: RunData): (column: Column) => boolean {
  const isMean = targetMeans(target, usedRows);
  let naming: readonly Column[] | null = null;
  return (column) => {
    if (isMean(column, null)) return true;
    naming ??= columns.filter(
      (one) => one.name !== target.name && (one.kind === "category" || repeatedIdentifier(one, usedRows) !== null),
    );
    const others = naming.filter((one) => one !== column);
    return others.slice(0, mostIdentifiers).some((by) => isMean(column, by));
  };
}

function leak(name: string, why: string): Finding {
  return {
    code: "target-leak",
    severity: "warning",
    column: name,
    message: `Column "${name}" may give the target away: ${why}.`,
    action: "Kept; if its value is not known when you predict, leave it out with --ignore.",
  };
}

/** As `unexplainedAlone`, for a forest of all columns but those left out. */
function unexplainedByOthers(run: RunData, rows: RowIndex, left: ReadonlySet<string | null>): number {
  const columns = run.columns.filter((_, i) => !left.has(run.sources[i]!));
  if (columns.length === 0) return 1;
  const task = learnTask(run.target, rows, run.kind);
  const truth = truthOf(run, rows, task);
  const length = run.target.kind === "category" ? run.target.codes.length : run.target.values.length;
  const targets = new Float64Array(length).fill(Number.NaN);
  rows.forEach((row, i) => (targets[row] = truth[i]!));
  const data: ForestData = { columns, task, targets, weights: null };
  const learnt = learnForest(data, rows, { ...options, seed: 1 });
  const tally = new OutOfBagTally(learnt);
  tally.add(growerOf(learnt).grow(0, options.trees));
  return unexplained(tally.read());
}

function unexplained({ task, targets, values, trees }: OutOfBag): number {
  const seen = placesWhere(trees.length, (i) => trees[i]! > 0);
  const truth = Float64Array.from(seen, (i) => targets[i]!);
  if (task.kind === "regression") {
    const centre = mean(truth);
    const left = truth.reduce((sum, value, i) => sum + (value - values.data[seen[i]!]!) ** 2, 0);
    return left / truth.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  }
  const counts = new Uint32Array(task.classes.length);
  let errors = 0;
  truth.forEach((label, i) => {
    const row = values.data.subarray(seen[i]! * values.columns, (seen[i]! + 1) * values.columns);
    counts[label]!++;
    errors += Number(row[label] !== Math.max(...row));
  });
  return errors / Math.max(1, truth.length - Math.max(...counts));
}

function sampled(rows: RowIndex): RowIndex {
  const stride = Math.ceil(rows.length / mostRows);
  return stride === 1 ? rows : everyNth(rows, stride);
}
