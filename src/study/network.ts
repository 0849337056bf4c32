import type { RowIndex } from "../base/matrix.ts";
import { hash, Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import type { NetworkEnsemble } from "../descent/fit-ensemble.ts";
import { type MemberRows, NetworkLearner } from "../descent/network-learner.ts";
import type { OccamOptions } from "../descent/options.ts";
import { predictEnsemble } from "../descent/predict-ensemble.ts";
import { phaseRates } from "../descent/rates.ts";
import { startNetwork } from "../descent/start.ts";
import type { Engine } from "../engine/engine.ts";
import type { RunData } from "../models/run-data.ts";
import { foldScale } from "../network/scale.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { score } from "../run/score.ts";
import { dealRows, joinRows, prepareRows, taskOf } from "./rows.ts";

/** A table dealt once: rows to learn, rows for the temperature and for tests of a descent, rows that only test. */
export interface DealtTable {
  readonly run: RunData;
  readonly data: Prepared;
  readonly rows: RowIndex; // the table row of each row of `data`
  readonly member: MemberRows; // rows of `data`
  readonly test: Uint32Array;
}

/** How a network scores rows. */
export interface Scored {
  readonly loss: number; // log-loss, or RMSE in target units
  readonly error: number | null; // share misclassified; null for numbers
}

const parts = 5; // one tests, one is held out

/** Test rows over training rows, for the intervals of seeds that deal one table anew. */
export const tableOverlap = 1 / (parts - 2);

/** Deals a table to three fifths that teach, one that is held out and one that tests. */
export function dealTable(run: RunData, seed: number): DealtTable {
  const [test = new Uint32Array(0), holdout = new Uint32Array(0), ...others] = dealRows(run, run.usedRows, {
    parts,
    seed: hash([seed, "parts"]),
  });
  const fit = joinRows(others).sort();
  const rows = joinRows([fit, holdout, test]);
  const from = (start: number, { length }: RowIndex) => range(start, start + length);
  return {
    run,
    rows,
    data: prepareRows(run, { rows, first: fit, task: taskOf(run, fit), seed }),
    member: { fit: from(0, fit), holdout: from(fit.length, holdout) },
    test: from(fit.length + holdout.length, test),
  };
}

/** A plain network of one hidden layer before its first step: every unit reads every input, the output no input. */
export async function startLearner(
  { data, member }: Pick<DealtTable, "data" | "member">,
  engine: Engine,
  { width, options, seed }: { readonly width: number; readonly options: OccamOptions; readonly seed: number },
): Promise<NetworkLearner> {
  const shape = { widths: [width], skip: false };
  const network = startNetwork({ data, rows: member.fit }, shape, Random.of(seed, "start"));
  const trainer = await engine.load(network, data.task, { spans: data.inputs.spans });
  return new NetworkLearner({ data, rows: member, network, trainer, options, seed });
}

/** Rounds at a rate that rises to `rate` and falls once over all of them. The network is left in the last. */
export async function train(learner: NetworkLearner, rounds: number, rate: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await learner.descend((steps) => phaseRates(rate, { from: round * steps, steps, total: rounds * steps }), round);
  }
}

/** The network as it is, at the temperature that its holdout asks for. */
export async function calibrated(learner: NetworkLearner): Promise<NetworkEnsemble> {
  await learner.evaluate();
  const { network, inverseTemperature } = await learner.save();
  return { networks: [foldScale(network)], inverseTemperatures: [inverseTemperature] };
}

/** Scores on rows of the prepared data. */
export async function scoreOn(
  { run, data, rows: tableRows }: DealtTable,
  engine: Engine,
  { model, rows }: { readonly model: NetworkEnsemble; readonly rows: Uint32Array },
): Promise<Scored> {
  const { inputs, task } = data;
  const predictions = await predictEnsemble(model, { inputs, task, rows }, engine);
  const scores = score(run, { rows: rows.map((row) => tableRows[row]!), task }, predictions);
  return task.kind === "regression"
    ? { loss: scores.rmse!, error: null }
    : { loss: scores.logLoss!, error: 1 - scores.accuracy! };
}
