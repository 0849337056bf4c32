import { adam, derive } from "./adam";
import { backwardPanel } from "./backward";
import { forwardPanel } from "./forward";
import { gather } from "./gather";
import { lossPanel } from "./loss";
import { layerOf } from "./plan";
import { Plan } from "./schema.generated";
import { readInputs } from "./structure";
import { addGradients, clearGradients } from "./structure-gradients";

export { heapBase, refresh, descend, predict };

/** First byte after the kernel's statics. */
function heapBase(): usize {
  return __heap_base;
}

/** To be called after TypeScript wrote weights or scales. */
function refresh(plan: usize): void {
  derive(changetype<Plan>(plan));
}

/**
 * Steps of `batch` rows over `rows` rows named by u32 numbers at `rowNumber`; one rate a step. `table`, in the form
 * that the plan reads, `target` and `rowWeight` are by row number. Returns the weighted loss, summed.
 */
function descend(
  plan: usize,
  table: usize,
  rowNumber: usize,
  target: usize,
  rowWeight: usize,
  rows: i32,
  batch: i32,
  rates: usize,
  decay: f64,
  scaleRate: f64,
  beta1: f64,
  beta2: f64,
): f64 {
  const model = changetype<Plan>(plan);
  const output = layerOf(model, -1);
  let loss: f64 = 0;
  for (let first = 0; first < rows; first += batch) {
    const count = min(batch, rows - first);
    memory.fill(<usize>model.gradients, 0, (<usize>model.scaleEnd + 8) << 2);
    if (model.structure) clearGradients(model);
    let share: f64 = 0;
    for (let done = 0; done < count; done += 32) {
      const at = (<usize>(first + done)) << 2;
      const columns = min(32, count - done);
      gatherPanel(model, table, rowNumber + at, columns);
      setTargets(model, rowNumber + at, target, rowWeight, columns, 1 / <f32>count);
      forwardPanel(model);
      share += lossPanel(model, output);
      backwardPanel(model);
      if (model.structure) addGradients(model, table, rowNumber + at, columns);
    }
    loss += share * <f64>count;
    adam(model, <f64>load<f32>(rates), decay, scaleRate, beta1, beta2);
    rates += 4;
  }
  return loss;
}

/** Rows of a panel to the slots of inputs, or of the units that read them. */
function gatherPanel(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  if (plan.structure) readInputs(plan, table, rowNumber, count);
  else gather(plan, table, rowNumber, count);
}

/** Targets and row weights of a panel; columns beyond its rows weigh nothing. */
function setTargets(plan: Plan, rowNumber: usize, target: usize, rowWeight: usize, count: i32, share: f32): void {
  for (let column = 0; column < 32; column++) {
    const at = (<usize>column) << 2;
    const isRow = column < count;
    const row = isRow ? (<usize>load<u32>(rowNumber + at)) << 2 : 0;
    store<f32>(<usize>plan.panelTarget + at, isRow ? load<f32>(target + row) : 0);
    store<f32>(<usize>plan.panelWeight + at, isRow ? load<f32>(rowWeight + row) * share : 0);
  }
}

/** Outputs of `rows` rows, row-major, to `result`. */
function predict(plan: usize, table: usize, rowNumber: usize, rows: i32, result: usize): void {
  const model = changetype<Plan>(plan);
  const output = layerOf(model, -1);
  for (let first = 0; first < rows; first += 32) {
    const count = min(32, rows - first);
    gatherPanel(model, table, rowNumber + ((<usize>first) << 2), count);
    forwardPanel(model);
    for (let column = 0; column < count; column++) {
      for (let unit: usize = 0; unit < <usize>output.outputs; unit++) {
        store<f32>(result, load<f32>(<usize>output.slots + (unit << 7) + ((<usize>column) << 2)));
        result += 4;
      }
    }
  }
}
