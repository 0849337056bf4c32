import type { Matrix } from "../base/matrix.ts";
import { normalCdf } from "../base/distributions.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { spansOf } from "../prepare/input-group.ts";
import { inputSources } from "../prepare/names.ts";
import type { LearnMemory, LearnRecord, Profile } from "./memory.ts";

/** Chance of a warning where nothing changed, all tests of one kind together. */
const falseAlarm = 0.001;

/** Smaller changes are not reported, however certain: in deviations of an input, and as a share of the loss. */
const leastShift = 0.2;
const leastWorsening = 0.02;

const fewestRows = 30;

/** Means and mean squares of the inputs of some rows. */
export function profileOf({ rows, columns, data }: Matrix): Profile {
  const means = new Array<number>(columns).fill(0);
  const squares = new Array<number>(columns).fill(0);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      means[column]! += data[at]! / rows;
      squares[column]! += (data[at]! * data[at]!) / rows;
    }
  }
  return { rows, means, squares };
}

export function mergeProfiles(first: Profile | null, second: Profile): Profile {
  if (first === null) return second;
  const rows = first.rows + second.rows;
  const share = second.rows / rows;
  const merge = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + share * (b[i]! - value));
  return { rows, means: merge(first.means, second.means), squares: merge(first.squares, second.squares) };
}

/**
 * Columns with an input that has another mean in the new rows than before, by at least a fifth of its deviation and
 * beyond chance: a z test an input, Bonferroni over all. Before the first call, only the means of bins are known, which
 * are 0 over the rows of the fit.
 */
export function columnsUnlike(model: NetworksModel, before: Profile | null, fresh: Profile): readonly string[] {
  if (fresh.rows < fewestRows) return [];
  const old = before ?? fitProfile(model, fresh);
  const sources = inputSources(model.encoder);
  const unlike = new Set<string>();
  for (const [input, mean] of fresh.means.entries()) {
    const centre = old.means[input]!;
    if (Number.isNaN(centre)) continue;
    const share = fresh.rows / (fresh.rows + old.rows);
    const all = centre + share * (mean - centre);
    const square = old.squares[input]! + share * (fresh.squares[input]! - old.squares[input]!);
    const deviation = Math.sqrt(Math.max(0, square - all * all));
    const shift = Math.abs(mean - centre);
    if (!(deviation > 0) || shift < leastShift * deviation) continue;
    const z = shift / (deviation * Math.sqrt(1 / fresh.rows + 1 / old.rows));
    if (2 * normalCdf(-z) * fresh.means.length < falseAlarm) unlike.add(sources[input]!.column);
  }
  return [...unlike];
}

/** What the encoder knows of the rows of the fit; NaN where it knows nothing. */
function fitProfile({ encoder, origin }: NetworksModel, fresh: Profile): Profile {
  const means = new Array<number>(encoder.inputs).fill(Number.NaN);
  for (const span of spansOf(encoder)) {
    if (span.kind === "steps") means.fill(0, span.first, span.first + span.means.length);
  }
  return {
    rows: Math.max(1, origin.rows),
    means,
    squares: fresh.squares.map((square, i) => square - fresh.means[i]! ** 2),
  };
}

/** How rows were predicted before they were learnt. */
interface Level {
  readonly mean: number;
  readonly error: number; // standard error of the mean
}

/**
 * Whether the new rows are predicted worse than those before, by more than 2% of the loss and beyond chance (a z test).
 * Those before are the rows of the last call, at first the folds of the fit.
 */
export function isWorse(
  { origin, task }: NetworksModel,
  { history }: LearnMemory,
  { loss, rows }: Pick<LearnRecord, "loss" | "rows">,
): boolean {
  const before = levelBefore(origin, task.kind === "regression", history);
  if (before === null || rows < fewestRows) return false;
  const error = Math.hypot(before.error, loss.deviation / Math.sqrt(rows));
  const worsening = loss.mean - before.mean;
  return worsening > leastWorsening * before.mean && normalCdf(-worsening / Math.max(error, 1e-12)) < falseAlarm;
}

const foldsOfFit = 5;

function levelBefore(
  { scores }: NetworksModel["origin"],
  squared: boolean,
  history: readonly LearnRecord[],
): Level | null {
  const last = history.findLast(({ rows }) => rows >= fewestRows);
  if (last !== undefined) return { mean: last.loss.mean, error: last.loss.deviation / Math.sqrt(last.rows) };
  const score = scores.find(({ metric }) => metric === (squared ? "rmse" : "logLoss"));
  if (score === undefined) return null;
  const error = score.deviation / Math.sqrt(foldsOfFit);
  return squared ? { mean: score.mean ** 2, error: 2 * score.mean * error } : { mean: score.mean, error };
}
