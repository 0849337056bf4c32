import type { RandomForestClassifier, RandomForestRegression } from "ml-random-forest";
import { UserError } from "../base/errors.ts";
import type { Matrix, RowIndex } from "../base/matrix.ts";
import { hash } from "../base/random.ts";
import type { Column } from "../ingest/table.ts";
import type { Task } from "../prepare/prepared.ts";
import type { ForestData, ForestOptions } from "./forest.ts";
import { teachingRows, valueWidth } from "./forest.ts";
import type { ForestPrediction } from "./predict.ts";

/** More rows than this are refused: the package's time grows with their square, minutes at a thousand. */
export const mljsMostRows = 1000;

const mostLevels = 60; // one-hot columns of a category column; rarer levels are all zero

/** A column as the package sees it: it knows numbers only, and no gaps. */
type DenseColumn =
  | { readonly kind: "numeric"; readonly name: string; readonly median: number }
  | { readonly kind: "category"; readonly name: string; readonly levels: readonly string[] };

/** A forest of ml-random-forest 2.1; lives in this process only. */
export interface MljsForest {
  readonly task: Task;
  readonly columns: readonly DenseColumn[];
  readonly nodes: number;
  readonly leaves: number;
  readonly model: RandomForestClassifier | RandomForestRegression;
}

/**
 * Fits ml-random-forest, imported only now, with its own defaults, on medians for gaps and one column per level. Its
 * out-of-bag pass is switched off, because it crashes when a row is in every bag. Row weights are not known to it and
 * are ignored. Throws UserError above `mljsMostRows` rows, where the package is not installed and where it crashes.
 */
export async function growMljs(
  data: ForestData,
  rows: RowIndex,
  { trees, seed }: Pick<ForestOptions, "trees"> & { readonly seed: number },
): Promise<MljsForest> {
  const teaching = teachingRows(data, rows);
  if (teaching.length > mljsMostRows) {
    throw new UserError(
      `ml-random-forest takes at most ${mljsMostRows} rows to learn from here, got ${teaching.length}.`,
      { hint: "Its time grows with the square of the rows: use the built-in forest (leave --forest out)." },
    );
  }
  const columns = data.columns.map((column) => describe(column, teaching));
  const targets = Array.from(teaching, (row) => data.targets[row]!);
  const library = await importLibrary();
  return guarded(() => {
    const Model = data.task.kind === "regression" ? library.RandomForestRegression : library.RandomForestClassifier;
    const model = new Model({ nEstimators: trees, seed: hash([seed, "mljs"]) >>> 1, noOOB: true });
    model.train(dense(columns, data.columns, teaching), targets);
    return { task: data.task, columns, model, ...countNodes(model) };
  });
}

/** Votes as shares (the package's own `predictProbability` counts the first tree wrongly) or means, row by row. */
export function predictMljs(
  forest: MljsForest,
  columns: readonly Column[],
  rows: RowIndex,
): Pick<ForestPrediction, "values"> {
  const width = valueWidth(forest.task);
  const data = new Float32Array(rows.length * width);
  const values: Matrix = { rows: rows.length, columns: width, data };
  if (rows.length === 0) return { values };
  const votes = guarded(() => forest.model.predictionValues(dense(forest.columns, columns, rows)).to2DArray());
  const sums = new Float64Array(width);
  const isNumber = forest.task.kind === "regression";
  votes.forEach((trees, row) => {
    sums.fill(0);
    for (const vote of trees) sums[isNumber ? 0 : vote]! += isNumber ? vote : 1;
    for (let k = 0; k < width; k++) data[row * width + k] = sums[k]! / trees.length;
  });
  return { values };
}

async function importLibrary(): Promise<typeof import("ml-random-forest")> {
  try {
    return await import("ml-random-forest");
  } catch {
    throw new UserError("The package ml-random-forest is not installed.", {
      hint: "npm install ml-random-forest@2.1.0, or use the built-in forest.",
    });
  }
}

function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`ml-random-forest failed on these data: ${reason}.`, {
      hint: "This is a known weakness of that package: use the built-in forest (leave --forest out).",
    });
  }
}

function describe(column: Column, rows: RowIndex): DenseColumn {
  if (column.kind !== "category") {
    const known = Float64Array.from(rows, (row) => column.values[row]!)
      .filter(Number.isFinite)
      .sort();
    return { kind: "numeric", name: column.name, median: known[known.length >>> 1] ?? 0 };
  }
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(column.codes[row]!, (counts.get(column.codes[row]!) ?? 0) + 1);
  counts.delete(-1);
  const codes = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostLevels);
  return { kind: "category", name: column.name, levels: codes.map(([code]) => column.levels[code]!) };
}

/** Rows of numbers: medians for what is missing or infinite, one column per level. */
function dense(described: readonly DenseColumn[], columns: readonly Column[], rows: RowIndex): number[][] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return Array.from(rows, (row) =>
    described.flatMap((one) => {
      const column = byName.get(one.name);
      if (one.kind === "numeric") {
        const value = column === undefined || column.kind === "category" ? NaN : column.values[row]!;
        return [Number.isFinite(value) ? value : one.median];
      }
      const level = column?.kind === "category" ? column.levels[column.codes[row]!] : undefined;
      return one.levels.map((name) => (name === level ? 1 : 0));
    }),
  );
}

interface MljsNode {
  readonly left?: MljsNode;
  readonly right?: MljsNode;
}

function countNodes(model: object): { nodes: number; leaves: number } {
  // The package's saved form: { baseModel: { estimators: [{ root }] } }.
  const saved = JSON.parse(JSON.stringify(model)) as { baseModel: { estimators: { root: MljsNode }[] } };
  const waiting = saved.baseModel.estimators.map(({ root }) => root);
  let nodes = 0;
  let leaves = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes++;
    if (node.left !== undefined && node.right !== undefined) waiting.push(node.left, node.right);
    else leaves++;
  }
  return { nodes, leaves };
}
