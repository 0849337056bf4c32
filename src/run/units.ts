import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { RunData } from "../models/run-data.ts";
import type { MakeOtherSize, Predict, TrainedModel } from "../models/trained-model.ts";
import type { Task } from "../prepare/prepared.ts";
import { boundExtremes, learnTask } from "../prepare/target.ts";

type Regression = Extract<Task, { kind: "regression" }>;

/**
 * The task of a fold in the units of the table, as its training rows show it: a handful of extreme targets does not
 * decide the scale.
 */
export function taskOf({ target, kind, usedRows }: RunData, rows: RowIndex): Task {
  if (kind === "classification") return learnTask(target, usedRows, kind);
  return learnTask(boundExtremes(target, rows), rows, kind);
}

/**
 * The same data with a regression target in deviations from its mean, within the range of the task: what models learn
 * from, in float32, however large or far from 0 the target is. Classes are as they were.
 */
export function inDeviations(data: RunData, task: Task): RunData {
  const { target } = data;
  if (task.kind === "classification" || target.kind === "category") return data;
  const { mean, deviation, low, high } = task;
  const values = target.values.map((value) => (Math.min(high, Math.max(low, value)) - mean) / deviation);
  return { ...data, target: { kind: "numeric", name: target.name, values } };
}

/** A model that learnt in deviations, as one that speaks the units of the table, in float64. */
export function inUnits(trained: TrainedModel, task: Task): TrainedModel {
  if (task.kind === "classification") return trained;
  return {
    ...trained,
    predict: predictIn(task, trained.predict),
    save: () => savedIn(task, trained.save()),
    ...(trained.otherSizes === undefined ? {} : { otherSizes: trained.otherSizes.map((make) => makeIn(task, make)) }),
  };
}

function makeIn(task: Regression, make: MakeOtherSize): MakeOtherSize {
  return (goesOn) => {
    const size = make(goesOn);
    return size === null ? null : { ...size, predict: predictIn(task, size.predict) };
  };
}

function predictIn(task: Regression, predict: Predict): Predict {
  return async (columns, rows) => {
    const { values, operations } = await predict(columns, rows);
    return { values: unitsOf(values, task), operations };
  };
}

/** Deviations as numbers in the units of the table, within the range that was learnt from. */
function unitsOf(deviations: NumberMatrix, { mean, deviation, low, high }: Regression): NumberMatrix {
  const data = Float64Array.from(deviations.data, (z) => Math.min(high, Math.max(low, mean + deviation * z)));
  return { ...deviations, data };
}

/** A model whose task is in deviations, with the task in the units of the table. */
function savedIn(task: Regression, artifact: ModelArtifact | null): ModelArtifact | null {
  if (artifact === null) return artifact;
  const whole = { ...artifact, task: taskIn(task, artifact.task) };
  if (whole.kind !== "portfolio") return whole;
  const parts = whole.parts.map(({ share, model }) => ({
    share,
    model: { ...model, task: taskIn(task, model.task) },
  }));
  return { ...whole, parts };
}

function taskIn(task: Regression, inner: Task): Task {
  if (inner.kind === "classification") return inner;
  // The inner one is nearly of mean 0 and deviation 1.
  const mean = task.mean + task.deviation * inner.mean;
  return { ...task, mean, deviation: task.deviation * inner.deviation };
}
