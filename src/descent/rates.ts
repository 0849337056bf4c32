const warmUp = 0.1; // share of a phase
const lastRate = 0.01; // of the highest

/** Some steps of a phase. */
interface Stretch {
  readonly from: number;
  readonly steps: number;
  readonly total: number; // of the phase
}

/**
 * Learning rates of a stretch of a phase: linear warm-up, then down to 1% of `highest`.
 * The fall is the cubic 1 − 3t² + 2t³, which stays within 0.011 of the usual half cosine and rounds alike on every
 * machine.
 */
export function phaseRates(highest: number, { from, steps, total }: Stretch): Float32Array {
  const rates = new Float32Array(steps);
  for (let i = 0; i < steps; i++) {
    const progress = (from + i + 1) / total;
    if (progress < warmUp) {
      rates[i] = (highest * progress) / warmUp;
    } else {
      const t = (progress - warmUp) / (1 - warmUp);
      rates[i] = highest * (lastRate + (1 - lastRate) * (1 - t * t * (3 - 2 * t)));
    }
  }
  return rates;
}

/** One rate for all steps, as the published scripts do. */
export function constantRates(rate: number, steps: number): Float32Array {
  return new Float32Array(steps).fill(rate);
}
