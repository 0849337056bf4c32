import type { Step } from "../engine.ts";
import type { Gradient } from "./descend.ts";
import type { Learnt, Parameters } from "./parameters.ts";

const epsilon = 1e-8;

/** β₁ᵗ and β₂ᵗ after t steps, 1 at the start. */
export interface Powers {
  readonly beta1Power: number;
  readonly beta2Power: number;
}

/** A step and the rate at which it is taken. */
export interface Pace extends Step {
  readonly rate: number;
}

/**
 * One step of Adam with bias correction (arXiv:1412.6980) and decoupled decay (arXiv:1711.05101); returns the new
 * powers.
 */
export function adamStep(parameters: Parameters, gradient: Gradient, before: Pace & Powers): Powers {
  const beta1Power = before.beta1Power * before.beta1;
  const beta2Power = before.beta2Power * before.beta2;
  const pace = { ...before, beta1Power, beta2Power };
  parameters.layers.forEach((layer, index) => {
    move(layer.weight, gradient.layers[index]!.weight, pace);
    move(layer.bias, gradient.layers[index]!.bias, { ...pace, decay: 0 });
  });
  if (before.scaleRate > 0) {
    move(parameters.scale, gradient.scale, { ...pace, rate: before.rate * before.scaleRate, decay: 0 });
  }
  return { beta1Power, beta2Power };
}

function move({ value, mean, square }: Learnt, gradients: Float64Array, pace: Pace & Powers): void {
  const { rate, decay, beta1, beta2, beta1Power, beta2Power } = pace;
  gradients.forEach((gradient, k) => {
    mean[k]! += (1 - beta1) * (gradient - mean[k]!);
    square[k]! += (1 - beta2) * (gradient * gradient - square[k]!);
    const unbiasedMean = mean[k]! / (1 - beta1Power);
    const unbiasedSquare = square[k]! / (1 - beta2Power);
    value[k] = value[k]! * (1 - rate * decay) - (rate * unbiasedMean) / (Math.sqrt(unbiasedSquare) + epsilon);
  });
}
