/** Probability that a standard normal value is at most `x`; relative error below 1e-13, in the left tail too. */
export function normalCdf(x: number): number {
  const tail = normalTail(Math.abs(x));
  return x <= 0 ? tail : 1 - tail;
}

/**
 * Upper tail for x ≥ 0: the series of Abramowitz and Stegun 26.2.11 near zero, the continued fraction 26.2.14 beyond.
 */
function normalTail(x: number): number {
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 2) {
    let term = x;
    let series = x;
    for (let n = 3; term > series * 1e-17; n += 2) {
      term *= (x * x) / n;
      series += term;
    }
    return 0.5 - density * series;
  }
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / fraction;
  return density / fraction;
}

/** Value below which a standard normal value falls with the given probability; ±infinity at 0 and 1. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return Number.NEGATIVE_INFINITY;
  if (probability >= 1) return Number.POSITIVE_INFINITY;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Abramowitz and Stegun 26.2.23 is right to 4.5e-4; Halley's method makes it exact.
  const t = Math.sqrt(-2 * Math.log(probability));
  const rational = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  let x = rational - t;
  for (let i = 0; i < 4; i++) {
    const step = ((normalTail(-x) - probability) * Math.sqrt(2 * Math.PI)) / Math.exp(-0.5 * x * x);
    x -= step / (1 + 0.5 * x * step);
    if (x > 0) x = 0;
  }
  return x;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of the gamma function for x > 0 (Lanczos 1964, g = 7, nine terms). */
export function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  let series = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) series += lanczos[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * Regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a and b > 0, by its continued fraction (Lentz's method).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return (Math.exp(logFront) * fraction) / a;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Probability that Student's t with the given degrees of freedom is at most `t`. */
export function studentCdf(t: number, degrees: number): number {
  const square = t * t;
  // The form without cancellation: the middle near zero, the tail beyond.
  if (square < degrees) {
    const middle = 0.5 * incompleteBeta(square / (degrees + square), 0.5, degrees / 2);
    return t <= 0 ? 0.5 - middle : 0.5 + middle;
  }
  const tail = 0.5 * incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5);
  return t <= 0 ? tail : 1 - tail;
}

/** Value below which Student's t falls with the given probability (bisection on `studentCdf`); ±infinity at 0 and 1. */
export function studentQuantile(probability: number, degrees: number): number {
  if (probability <= 0) return Number.NEGATIVE_INFINITY;
  if (probability >= 1) return Number.POSITIVE_INFINITY;
  if (probability > 0.5) return -studentQuantile(1 - probability, degrees);
  let high = 0;
  let low = -1;
  while (studentCdf(low, degrees) > probability) low *= 2;
  for (let i = 0; i < 200 && high - low > -1e-15 * low; i++) {
    const middle = 0.5 * (low + high);
    if (studentCdf(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
