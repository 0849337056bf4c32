const warmUp = 0.1; // share of a phase
const lastRate = 0.01; // of the highest

/**
 * Learning rates of `steps` steps from step `from` of a phase of `total`: linear warm-up, then down to 1 % of `highest`.
 * The fall is the cubic 1 − 3t² + 2t³, which stays within 0.011 of the usual half cosine and rounds alike on every machine.
 */
export function phaseRates(highest: number, from: number, steps: number, total: number): Float32Array {
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

/**
 * The pruned share λ of the published loop (B. N. Kausik, arXiv:2405.20194, public scripts): λ₀ until there are three losses, then
 * clip(ζ·λ, 0.1·λ₀, λ₀) with ζ = (Lᵢ − Lᵢ₋₁) / (Lᵢ₋₁ − Lᵢ₋₂). Where the scripts divide by zero (a flat loss), ζ is 0.
 */
export function nextFraction(fraction: number, losses: readonly number[], start: number): number {
  const [before, previous, current] = losses.slice(-3);
  if (before === undefined || previous === undefined || current === undefined) return start;
  const change = previous - before;
  const ratio = change === 0 ? 0 : (current - previous) / change;
  return Math.min(start, Math.max(0.1 * start, ratio * fraction));
}

/** Share of the weights kept after round `round` of `rounds` (0-based): the cubic of Zhu and Gupta (arXiv:1710.01878) between 5 % and 50 % of the rounds. */
export function gradualKeep(round: number, rounds: number, keep: number): number {
  const start = 0.05 * rounds;
  const end = 0.5 * rounds;
  const t = Math.min(1, Math.max(0, (round + 1 - start) / (end - start)));
  const left = 1 - t;
  return keep + (1 - keep) * left * left * left;
}
