import { gather } from "../base/select.ts";
import { logarithm, pool } from "../base/opinion-pool.ts";
import { hash } from "../base/random.ts";
import { type ModelArtifact, modelBytes, type ModelPart } from "../model/artifact.ts";
import type { Task } from "../prepare/prepared.ts";
import { blendShares, type HeldOutPredictions } from "./blend.ts";
import { boosting } from "./boosting.ts";
import { dense } from "./dense.ts";
import { dummy } from "./dummy.ts";
import { forest } from "./forest.ts";
import { linear } from "./linear.ts";
import type { Model, ModelOptions, Watch } from "./model.ts";
import { occam } from "./occam.ts";
import { headOf, truthOf } from "./run-data.ts";
import type { Interruption, Predict, TrainedModel } from "./trained-model.ts";
import { TrainingFold } from "./training-fold.ts";

/** What it may be made of, in the order in which they are trained. */
const candidates: readonly Model[] = [occam, forest, boosting, linear, dummy, dense];

/** Shares that a choice is pulled to: equal ones, of models that learn something. */
const equalShares = candidates.map(({ id }) => (id === dummy.id ? 0 : 1 / (candidates.length - 1)));

/** Inner parts of the training rows: each is predicted by models that were trained on the others. */
const innerParts = 5;

/**
 * The best score, whatever its size: an average of the other models, each trained on all rows of the fold, with shares
 * that are chosen by what models of the same kinds say of inner parts that they were not trained on. Probabilities are
 * averaged geometrically, as an opinion pool.
 */
export const portfolio = {
  id: "portfolio",
  label: "Portfolio",
  mark: { color: "moss", shape: "star" },
  timeShare: 24,
  needs: candidates.map(({ id }) => id),
  describe: () =>
    "An average of the other models, of probabilities the geometric one; shares are chosen greedily, with " +
    "repetition, by predictions of inner parts that the models were not trained on.",
  train: async (fold, options, watch) => {
    const inner = await predictInnerParts(fold, options, watch);
    const shares = blendShares(inner.heldOut, equalShares);
    const parts = candidates.flatMap(({ id }, place) =>
      shares[place] === 0 ? [] : [{ share: shares[place]!, trained: fold.trained.get(id)! }],
    );
    const artifact = artifactOf(fold, parts);
    const total = (count: (trained: TrainedModel) => number, of = parts) =>
      of.reduce((sum, { trained }) => sum + count(trained), 0);
    const all = candidates.map(({ id }) => ({ share: 0, trained: fold.trained.get(id)! }));
    return {
      predict: averageOf(parts, fold.task),
      cost: {
        operations: inner.operations + total(({ cost }) => cost.operations, all),
        reusedSeconds: total(({ seconds = 0 }) => seconds, all),
      },
      size: { parameters: total(({ size }) => size.parameters) + parts.length, bytes: modelBytes(artifact) },
      save: () => artifact,
      interruption: inner.interruption,
    };
  },
} as const satisfies Model;

interface Part {
  readonly share: number;
  readonly trained: TrainedModel;
}

function artifactOf({ data, task }: TrainingFold, parts: readonly Part[]): ModelArtifact {
  return {
    ...headOf(data),
    kind: "portfolio",
    task,
    parts: parts.map(({ share, trained }) => ({ share, model: partOf(trained.save()) })),
  };
}

/** A saved model without what all parts of a portfolio have in common. */
function partOf(artifact: ModelArtifact | null): ModelPart {
  if (artifact === null || artifact.kind === "portfolio") throw new Error("A part of a portfolio can be saved.");
  const { task } = artifact;
  if (artifact.kind === "trees") return { kind: "trees", task, ensemble: artifact.ensemble };
  const { encoder, inverseTemperatures, networks } = artifact;
  return { kind: "networks", task, encoder, inverseTemperatures, networks };
}

/** What the parts say together, by their shares: the pool of their probabilities, or the mean of their numbers. */
function averageOf(parts: readonly Part[], task: Task): Predict {
  const isClasses = task.kind === "classification";
  const columns = isClasses ? task.classes.length : 1;
  return async (table, rows) => {
    let operations = 0;
    const data = new Float64Array(rows.length * columns);
    for (const { share, trained } of parts) {
      const { values, operations: own } = await trained.predict(table, rows);
      operations += own + data.length;
      for (let i = 0; i < data.length; i++) {
        data[i]! += share * (isClasses ? logarithm(values.data[i]!) : values.data[i]!);
      }
    }
    if (isClasses) for (let row = 0; row < rows.length; row++) pool(data, row * columns, columns);
    return { values: { data, rows: rows.length, columns }, operations };
  };
}

interface InnerPredictions {
  readonly heldOut: HeldOutPredictions;
  readonly operations: number;
  readonly interruption: Interruption | null;
}

/** What models that are trained on all inner parts but one say of that one, part after part, while there is time. */
async function predictInnerParts(fold: TrainingFold, options: ModelOptions, watch: Watch): Promise<InnerPredictions> {
  const { data, task } = fold;
  const { parts } = fold.deal(innerParts);
  const numbers = [...new Set(parts)].sort((a, b) => a - b);
  const isClasses = task.kind === "classification";
  const width = isClasses ? task.classes.length : 1;
  const predictions = candidates.map(() => new Float64Array(fold.rows.length * width));
  const heldRows: number[] = [];
  let operations = 0;
  const began = fold.clock.now();
  const trainings = numbers.length * candidates.length;
  let goesOn = true;
  let done = 0; // models
  for (const [place, number] of numbers.entries()) {
    const held = fold.rows.filter((_, i) => parts[i] === number);
    const rows = fold.rows.filter((_, i) => parts[i] !== number);
    if (rows.length === 0 || !goesOn) break;
    const seed = hash([fold.seed, "portfolio", fold.number, number]);
    const inner = new TrainingFold({ data, rows, number: fold.number, seed }, fold);
    const own: Float64Array[] = [];
    for (const [at, model] of candidates.entries()) {
      const before = place * candidates.length + at;
      const until = ((watch.seconds ?? Infinity) * 1000 * (before + 1)) / trainings;
      const trained = await model.train(inner, options, {
        seconds: watch.seconds === null ? null : watch.seconds / trainings,
        report: ({ share }) => {
          goesOn = watch.report({ share: (before + share) / trainings });
          return goesOn && fold.clock.now() - began < until;
        },
      });
      operations += trained.cost.operations;
      done++;
      if (!goesOn) break;
      const predicted = await trained.predict(data.columns, held);
      operations += predicted.operations;
      const { data: values } = predicted.values;
      own.push(Float64Array.from(values, (value) => (isClasses ? logarithm(value) : value)));
    }
    // What time cut short says nothing of the models.
    if (!goesOn) break;
    own.forEach((values, at) => predictions[at]!.set(values, heldRows.length * width));
    for (const row of held) heldRows.push(row);
  }
  const rows = Uint32Array.from(heldRows);
  return {
    heldOut: {
      models: predictions.map((values) => values.subarray(0, rows.length * width)),
      ...{ width, isClasses, truth: truthOf(data, rows, task) },
      weights: data.weights === null ? null : gather(data.weights, rows),
    },
    operations,
    interruption: goesOn ? null : { done, asked: null },
  };
}
