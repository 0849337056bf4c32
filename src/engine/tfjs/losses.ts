import type { Backend } from "./backend.ts";
import { type Run, rowsOf } from "./feed.ts";
import { unavailable } from "./packages.ts";
import type { Tensor } from "./tensorflow.ts";

/** Mean loss per row of each network, from the losses of the steps: steps × models. */
export async function meanLosses(
  backend: Backend,
  losses: Tensor,
  runs: readonly (Run | null)[],
): Promise<Float64Array> {
  const models = runs.length;
  const sums = new Float64Array(models);
  const values = await backend.read(losses);
  for (const [model, run] of runs.entries()) {
    for (let step = 0; run !== null && step < run.step.rates.length; step++) {
      sums[model]! += values[step * models + model]! * rowsOf(run, step);
    }
  }
  return sums.map((sum, model) => sum / (runs[model]?.order.length ?? 1));
}

/** The message for a loss that is not a number although all inputs are. */
export function notANumber({ name }: Backend): Error {
  return unavailable(
    `The ${name} backend gave a loss that is not a number, though all inputs are numbers.`,
    "Lower the learning rate, or take another backend with --backend.",
  );
}
