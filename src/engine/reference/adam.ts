import type { Step } from "../engine.ts";
import type { Gradient } from "./descend.ts";
import type { Learnt, Parameters } from "./parameters.ts";

const epsilon = 1e-8;

/** β₁ᵗ and β₂ᵗ after t steps, 1 at the start. */
export interface Powers {
  readonly beta1: number;
  readonly beta2: number;
}

/** One step of Adam with bias correction (arXiv:1412.6980) and decoupled decay (arXiv:1711.05101); returns the new powers. */
export function adamStep(parameters: Parameters, gradient: Gradient, step: Step, rate: number, before: Powers): Powers {
  const powers = { beta1: before.beta1 * step.beta1, beta2: before.beta2 * step.beta2 };
  parameters.layers.forEach((layer, index) => {
    move(layer.weight, gradient.layers[index]!.weight, rate, step.decay, step, powers);
    move(layer.bias, gradient.layers[index]!.bias, rate, 0, step, powers);
  });
  if (step.scaleRate > 0) {
    move(parameters.scale, gradient.scale, rate * step.scaleRate, 0, step, powers);
  }
  return powers;
}

function move(learnt: Learnt, gradients: Float64Array, rate: number, decay: number, step: Step, powers: Powers): void {
  const { value, mean, square } = learnt;
  gradients.forEach((gradient, k) => {
    mean[k]! += (1 - step.beta1) * (gradient - mean[k]!);
    square[k]! += (1 - step.beta2) * (gradient * gradient - square[k]!);
    const unbiasedMean = mean[k]! / (1 - powers.beta1);
    const unbiasedSquare = square[k]! / (1 - powers.beta2);
    value[k] = value[k]! * (1 - rate * decay) - (rate * unbiasedMean) / (Math.sqrt(unbiasedSquare) + epsilon);
  });
}
