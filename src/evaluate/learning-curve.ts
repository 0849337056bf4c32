import { mean, sum } from "../base/statistics.ts";
import type { FoldSize } from "./compare.ts";
import type { LearningCurve } from "./results/training.ts";
import { summariseScores } from "./summary.ts";

/** Losses of one model on the same folds after training on shares of their training rows. */
export interface SharedLosses {
  readonly model: string;
  readonly shares: readonly number[]; // ascending; the last is 1
  readonly byFold: readonly (readonly number[])[]; // of each fold, a loss for each share
}

type Curve = LearningCurve["models"][number];

/** Exponents of the power law in quarters: the losses of most learners fall with one between a quarter and two. */
const quarters = [1, 2, 3, 4, 6, 8];

/** Times the rows that the curve is drawn for. */
const ahead = [1, 1.25, 1.5, 2, 3, 4];
const doubled = 2;

/**
 * The curve of a model over its training rows, and where it may go: loss = a + b · rows^−e, with a and b of each fold
 * and one exponent for all, fitted by least squares (Cortes et al. 1993). The band is the 95% interval over folds,
 * widened to that of every exponent that fits the means nearly as well as the best.
 */
export function learningCurveOf(
  { model, shares, byFold }: SharedLosses,
  { rows, sizes }: { readonly rows: number; readonly sizes: readonly FoldSize[] },
): Curve {
  const fits = quarters.map((exponent) => {
    const lines = byFold.map((losses) => lineThrough(shares, losses, exponent));
    return { exponent, lines, misfit: sum(lines.map(({ misfit }) => misfit)) };
  });
  const least = Math.min(...fits.map(({ misfit }) => misfit));
  const noise = mean(byFold.map((losses) => losses.at(-1)!)) ** 2 * byFold.length * 1e-6;
  const good = fits.filter(({ misfit }) => misfit <= 2 * least + noise);
  const best = good.find(({ misfit }) => misfit === least)!;
  const at = (times: number, of: (loss: number, fold: number) => number) => {
    const ends = good.map(({ exponent, lines }) => {
      const power = powerOf(times, exponent);
      return summariseScores(
        lines.map(({ a, b }, fold) => of(a + b * power, fold)),
        sizes,
      );
    });
    const middle = ends[good.indexOf(best)]!;
    return {
      ...middle,
      low: Math.min(...ends.map(({ low }) => low)),
      high: Math.max(...ends.map(({ high }) => high)),
    };
  };
  const now = mean(byFold.map((losses) => losses.at(-1)!));
  return {
    model,
    points: shares.map((share, place) => ({
      rows: Math.round(share * rows),
      loss: summariseScores(
        byFold.map((losses) => losses[place]!),
        sizes,
      ),
    })),
    forecast: ahead.map((times) => ({ rows: Math.round(times * rows), loss: at(times, (loss) => loss) })),
    gain: now === 0 ? null : at(doubled, (loss, fold) => (fittedEnd(best.lines[fold]!) - loss) / now),
  };
}

interface FittedLine {
  readonly a: number;
  readonly b: number;
  readonly misfit: number; // sum of squares
}

/** What the line says of all rows. */
function fittedEnd({ a, b }: FittedLine): number {
  return a + b;
}

/** Least squares of loss on share^−e. */
function lineThrough(shares: readonly number[], losses: readonly number[], exponent: number): FittedLine {
  const x = shares.map((share) => powerOf(share, exponent));
  const [meanX, meanY] = [mean(x), mean(losses)];
  const across = sum(x.map((each, i) => (each - meanX) * (losses[i]! - meanY)));
  const b = across / sum(x.map((each) => (each - meanX) ** 2));
  const a = meanY - b * meanX;
  return { a, b, misfit: sum(losses.map((loss, i) => (loss - a - b * x[i]!) ** 2)) };
}

/** times^(−quarters / 4) by square roots, which are the same on every machine. */
function powerOf(times: number, exponent: number): number {
  return 1 / Math.sqrt(Math.sqrt(times)) ** exponent;
}
