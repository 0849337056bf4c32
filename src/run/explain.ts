import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { dependenceGrid, partialDependence } from "../evaluate/dependence.ts";
import { permutationImportance } from "../evaluate/importance.ts";
import { headlineMetric } from "../evaluate/metrics.ts";
import { learnTask } from "../prepare/target.ts";
import { type Clock, shareUntil } from "./clock.ts";
import type { FoldJob, FoldModel } from "./job.ts";
import type { RunData } from "./run-data.ts";
import { truthOf } from "./score.ts";

/** What one fold tells about the inputs: how much worse each model gets without one, and how its prediction follows one. */
export interface Explanation {
  readonly drops: readonly { readonly model: string; readonly drops: ReadonlyMap<string, number> }[];
  readonly curves: readonly DependenceCurve[]; // of the first fold alone
}

export interface DependenceCurve {
  readonly model: string;
  readonly column: string;
  readonly output: number; // column of the prediction that is drawn
  readonly grid: readonly number[];
  readonly values: readonly number[];
}

/** Models that are explained, rows that are shuffled, columns tried and drawn: enough to see, and quick. */
const explained = ["occam", "forest"];
const shownRows = 1000;
const triedColumns = 40;
const drawnColumns = 6;
const dependenceRows = 200;
const gridSize = 24;

export async function explainFold(
  run: RunData,
  job: FoldJob,
  models: readonly FoldModel[],
  clock: Clock,
): Promise<Explanation> {
  const task = learnTask(run.target, run.kind === "classification" ? run.usedRows : job.train, run.kind);
  const rows = sample(job.test, shownRows, Random.of(job.settings.seed, "explain", job.fold));
  const truth = truthOf(run, rows, task);
  const classes = task.kind === "regression" ? 0 : task.classes.length;
  const kind = task.kind === "regression" ? "regression" : task.classes.length > 2 ? "multiclass" : "binary";
  const shown = models.filter((model) => explained.includes(model.id));
  const names = columnsToTry(run, shown);
  const drops = [];
  for (const model of shown) {
    if (!clock(shareUntil.explanation)) break;
    const random = Random.of(job.settings.seed, "shuffle", job.fold);
    const headline = headlineMetric(kind);
    const read = model.readColumns;
    const tried = read === null ? names : names.filter((name) => read.has(name));
    const found = await permutationImportance({
      columns: run.columns,
      rows,
      truth,
      names: tried,
      predict: model.predict,
      headline,
      random,
      repeats: 1,
    });
    for (const name of names) if (!found.has(name)) found.set(name, 0); // pruned away: shuffling it changes nothing
    drops.push({ model: model.id, drops: found });
  }
  return {
    drops,
    curves:
      job.fold === 0 && clock(shareUntil.explanation)
        ? await dependence(run, job, shown, drops, rows, truth, classes)
        : [],
  };
}

/** Columns that the networks read most, then the others in table order: wide tables are not tried whole. */
function columnsToTry(run: RunData, models: readonly FoldModel[]): readonly string[] {
  const read = models.find((model) => model.readColumns !== null)?.readColumns ?? new Map<string, number>();
  const byWeights = run.columns.map((column, place) => ({
    name: column.name,
    place,
    weights: read.get(column.name) ?? 0,
  }));
  byWeights.sort((a, b) => b.weights - a.weights || a.place - b.place);
  return byWeights.slice(0, triedColumns).map(({ name }) => name);
}

async function dependence(
  run: RunData,
  job: FoldJob,
  models: readonly FoldModel[],
  drops: Explanation["drops"],
  rows: RowIndex,
  truth: ArrayLike<number>,
  classes: number,
): Promise<readonly DependenceCurve[]> {
  const total = new Map<string, number>();
  for (const one of drops) for (const [name, drop] of one.drops) total.set(name, (total.get(name) ?? 0) + drop);
  const names = [...total.keys()].sort((a, b) => total.get(b)! - total.get(a)!).slice(0, drawnColumns);
  const few = sample(rows, dependenceRows, Random.of(job.settings.seed, "dependence"));
  const output = run.kind === "classification" ? drawnClass(truth, classes) : 0;
  const curves: DependenceCurve[] = [];
  for (const column of names) {
    const found = run.columns.find(({ name }) => name === column)!;
    const grid = dependenceGrid(found, gridSize);
    for (const model of models) {
      const asked = { columns: run.columns, rows: few, column, grid, output, predict: model.predict };
      curves.push({ model: model.id, column, output, grid, values: await partialDependence(asked) });
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

/** At most `count` of the rows, drawn without return, in ascending order. */
function sample(rows: RowIndex, count: number, random: Random): RowIndex {
  if (rows.length <= count) return rows;
  return random.shuffle(rows.slice()).slice(0, count).sort();
}
