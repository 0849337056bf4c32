import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { dependenceGrid, partialDependence } from "../evaluate/dependence.ts";
import { permutationImportance, type PredictColumns } from "../evaluate/importance.ts";
import { headlineMetric } from "../evaluate/metrics.ts";
import { shownInFull } from "../models/index.ts";
import { allRows, truthOf } from "../models/run-data.ts";
import type { TrainedModel } from "../models/trained-model.ts";
import type { Column } from "../ingest/table.ts";
import type { ExplainedRow } from "../evaluate/results/explanation.ts";
import { exampleRows } from "./example-rows.ts";
import { shareUntil } from "./deadline.ts";
import type { ExplainRequest } from "./explain-request.ts";
import { scoreOtherSizes, type Sizes } from "./other-sizes.ts";
import type { TestedFold } from "./tested-fold.ts";

/**
 * What one fold shows beside its scores: its models at other sizes, how much worse they get without an input, and how
 * their predictions follow one.
 */
export interface Explanation extends Sizes {
  readonly drops: readonly { readonly model: string; readonly drops: ReadonlyMap<string, number> }[];
  readonly curves: readonly DependenceCurve[]; // of the first fold alone
  readonly examples: readonly { readonly model: string; readonly rows: readonly ExplainedRow[] }[]; // of that fold too
}

export interface DependenceCurve {
  readonly model: string;
  readonly column: string;
  readonly output: number; // column of the prediction that is drawn
  readonly grid: readonly number[];
  readonly values: readonly number[];
}

/** Rows that are shuffled, columns tried and drawn: enough to see, and quick. */
const shownRows = 1000;
const triedColumns = 40;
const drawnColumns = 12; // of the first fold; the report shows those that matter most over all
const dependenceRows = 200;
const gridSize = 24;

/**
 * Explains models of a fold while there is time. The first explanation of a fold also scores the first two models at
 * other sizes.
 */
export async function explainFold(tested: TestedFold, asked: ExplainRequest): Promise<Explanation> {
  const { fold, test, deadline } = tested;
  const explained = tested.models.filter(({ id }) => asked.models.includes(id));
  const models = explained.filter(({ id }) => id !== "dummy"); // which reads no column
  const sized = asked.columns === null ? shownInFull(tested.models) : [];
  const sizes = await scoreOtherSizes({ ...tested, models: sized });
  const rows = sample(test, shownRows, Random.of(fold.seed, "explain", fold.number));
  const inTime = () => deadline(shareUntil.explanation);
  const drops = [];
  const names = asked.columns?.tried ?? columnsToTry(fold.data.columns, models);
  for (const { id, trained } of models) {
    if (!inTime()) break;
    drops.push({ model: id, drops: await dropsOf(fold, trained, { rows, names }) });
  }
  const drawn = asked.columns?.drawn ?? columnsToDraw(drops);
  const curves = fold.number === 0 && inTime() ? await dependence({ ...tested, models }, rows, drawn) : [];
  const examples = [];
  for (const model of fold.number === 0 ? explained : []) {
    if (!inTime()) break;
    examples.push({ model: model.id, rows: await exampleRows(tested, model, rows) });
  }
  return { ...sizes, drops, curves, examples };
}

/** How much worse a model gets when the cells of a column are shuffled, by column. */
async function dropsOf(
  { data, task, seed, number }: TestedFold["fold"],
  trained: TrainedModel,
  { rows, names }: { readonly rows: RowIndex; readonly names: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const classes = task.kind === "regression" ? 0 : task.classes.length;
  const read = trained.inputs;
  const drops = await permutationImportance({
    columns: data.columns,
    rows,
    truth: truthOf(data, rows, task),
    names: read === undefined ? names : names.filter((name) => read.has(name)),
    predict: predictColumns(trained),
    headline: headlineMetric(task.kind === "regression" ? "regression" : classes > 2 ? "multiclass" : "binary"),
    random: Random.of(seed, "shuffle", number),
    repeats: 1,
  });
  for (const name of names) if (!drops.has(name)) drops.set(name, 0); // pruned: shuffling it changes nothing
  return drops;
}

function predictColumns({ predict }: TrainedModel): PredictColumns {
  return async (columns) => (await predict(columns, allRows(columns))).values;
}

/** Columns that the networks read most, then the others in table order; of wide tables not all are tried. */
function columnsToTry(columns: readonly Column[], models: TestedFold["models"]): readonly string[] {
  const read = models.find(({ trained }) => trained.inputs !== undefined)?.trained.inputs ?? new Map<string, number>();
  const byWeights = columns.map((column, place) => ({
    name: column.name,
    place,
    weights: read.get(column.name) ?? 0,
  }));
  byWeights.sort((a, b) => b.weights - a.weights || a.place - b.place);
  return byWeights.slice(0, triedColumns).map(({ name }) => name);
}

/** The columns that matter most in this fold. */
function columnsToDraw(drops: Explanation["drops"]): readonly string[] {
  const total = new Map<string, number>();
  for (const one of drops) for (const [name, drop] of one.drops) total.set(name, (total.get(name) ?? 0) + drop);
  return [...total.keys()].sort((a, b) => total.get(b)! - total.get(a)!).slice(0, drawnColumns);
}

async function dependence(
  { fold, models }: TestedFold,
  rows: RowIndex,
  names: readonly string[],
): Promise<readonly DependenceCurve[]> {
  const { data, task, seed } = fold;
  const few = sample(rows, dependenceRows, Random.of(seed, "dependence"));
  const output = task.kind === "classification" ? drawnClass(truthOf(data, rows, task), task.classes.length) : 0;
  const curves: DependenceCurve[] = [];
  for (const column of names) {
    const found = data.columns.find(({ name }) => name === column)!;
    const grid = dependenceGrid(found, gridSize);
    for (const { id, trained } of models) {
      const asked = { columns: data.columns, rows: few, column, grid, output, predict: predictColumns(trained) };
      curves.push({ model: id, column, output, grid, values: await partialDependence(asked) });
    }
  }
  return curves;
}

/** The second of two classes, or the commonest of more. */
function drawnClass(truth: ArrayLike<number>, classes: number): number {
  if (classes <= 2) return classes - 1;
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < truth.length; i++) counts[truth[i]!]!++;
  return counts.indexOf(Math.max(...counts));
}

/** At most `count` of the rows, drawn without replacement, in ascending order. */
function sample(rows: RowIndex, count: number, random: Random): RowIndex {
  if (rows.length <= count) return rows;
  return random.shuffle(rows.slice()).slice(0, count).sort();
}
