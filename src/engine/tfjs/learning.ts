import type { Step } from "../engine.ts";
import type { Layout, Places } from "./layout.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

/** What stays the same over the steps of an epoch: each models × size. */
export interface Learning {
  readonly factor: Tensor; // of the rate: 0 where nothing is learnt, pruned weights too
  readonly decay: Tensor;
}

/**
 * Kept weights and biases learn at the rate, the input scale at its own, and weights alone decay. `steps` has one entry
 * a model; null learns nothing.
 */
export function learningOf(
  tf: TensorFlow,
  { layout, places: models }: { readonly layout: Layout; readonly places: readonly Places[] },
  steps: readonly (Pick<Step, "scaleRate" | "decay"> | null)[],
): Learning {
  const factors = new Float32Array(models.length * layout.size);
  const decays = new Float32Array(factors.length);
  for (const [model, { layers, scale }] of models.entries()) {
    const step = steps[model] ?? null;
    if (step === null) continue;
    const start = model * layout.size;
    for (const { weights, biases } of layers) {
      for (const at of weights) {
        factors[start + at] = 1;
        decays[start + at] = step.decay;
      }
      for (const at of biases) factors[start + at] = 1;
    }
    for (const at of scale) factors[start + at] = step.scaleRate;
  }
  const shape = [models.length, layout.size];
  return { factor: tf.tensor(factors, shape, "float32"), decay: tf.tensor(decays, shape, "float32") };
}

type Powers = readonly [number, number]; // β₁ᵗ, β₂ᵗ

/**
 * What the steps of an epoch need besides gradients: steps × models × 5, for each model the rate, 1 − β₁, 1 − β₂, 1 /
 * (1 − β₁ᵗ), 1 / (1 − β₂ᵗ).
 */
export interface Pace {
  readonly tensor: Tensor;
  readonly powers: readonly Powers[]; // of each model after the last step
}

export const paceNumbers = 5;

/** The steps of each model; one whose steps are over, or which has none, stands still: its row is zeros. */
export function paceOf(
  tf: TensorFlow,
  models: readonly (Pick<Step, "rates" | "beta1" | "beta2"> | null)[],
  before: readonly Powers[],
): Pace {
  const steps = models.reduce((most, model) => Math.max(most, model?.rates.length ?? 0), 0);
  const numbers = new Float32Array(steps * models.length * paceNumbers);
  const powers = models.map((model, at): Powers => {
    let [power1, power2] = before[at]!;
    for (const [step, rate] of model?.rates.entries() ?? []) {
      const { beta1, beta2 } = model!;
      power1 *= beta1;
      power2 *= beta2;
      const row = [rate, 1 - beta1, 1 - beta2, 1 / (1 - power1), 1 / (1 - power2)];
      numbers.set(row, (step * models.length + at) * paceNumbers);
    }
    return [power1, power2];
  });
  return { tensor: tf.tensor(numbers, [steps, models.length, paceNumbers], "float32"), powers };
}
