import type { BoostingColumn, FoundSplit, NodeSums, SplitLimits } from "./core.ts";

/** Sums of gradients and hessians by code, for one column of a node. */
export interface ColumnHistogram {
  readonly gradient: Float64Array; // known + 1
  readonly hessian: Float64Array;
}

/** A way to divide a node, before its sides are written. */
interface Candidate {
  readonly column: number;
  readonly threshold: number;
  readonly right: ReadonlySet<number>; // codes, of those in use
  readonly left: NodeSums;
  readonly over: number; // its score is over / under
  readonly under: number;
}

/** What is known of a node: for each column the sums by code, and the sums over all rows. */
interface NodeData {
  readonly histograms: readonly ColumnHistogram[];
  readonly sums: NodeSums;
}

/**
 * The best split of a node as a textbook finds it: every border of every column, with missing values right and left;
 * levels one against the rest or in the order of their gradients. The search of kernel/split.ts must find the same.
 */
export function plainSplit(
  columns: readonly BoostingColumn[],
  { histograms, sums }: NodeData,
  { least, ...limits }: SplitLimits & { readonly least: number },
): FoundSplit | null {
  // What rounding makes of an equal score is no gain.
  let over = sums.gradient * sums.gradient * 1.000000001;
  let under = sums.hessian + limits.l2;
  let best: Candidate | null = null;
  columns.forEach(({ known, category }, column) => {
    const histogram = histograms[column]!;
    const inUse = Array.from({ length: known + 1 }, (_, code) => code).filter((code) => histogram.hessian[code]! > 0);
    const ways = category ? waysOfLevels(inUse, histogram, limits) : waysOfNumbers(inUse, known);
    for (const { left, threshold, l2 } of ways(limits)) {
      const side = sumOf(left, histogram);
      if (side.hessian < least || sums.hessian - side.hessian < least) continue;
      const rest = { gradient: sums.gradient - side.gradient, hessian: sums.hessian - side.hessian };
      const [leftUnder, rightUnder] = [side.hessian + l2, rest.hessian + l2];
      const candidate = {
        over: side.gradient * side.gradient * rightUnder + rest.gradient * rest.gradient * leftUnder,
        under: leftUnder * rightUnder,
      };
      if (candidate.over * under <= over * candidate.under) continue;
      ({ over, under } = candidate);
      best = {
        column,
        threshold,
        right: new Set(inUse.filter((code) => !left.includes(code))),
        left: side,
        over,
        under,
      };
    }
  });
  return best === null ? null : finish(best, columns, { histograms, sums });
}

/** A set of codes that may go left, the threshold that describes it, and what is added to the hessian of its sides. */
interface Way {
  readonly left: readonly number[];
  readonly threshold: number;
  readonly l2: number;
}

type Ways = (limits: SplitLimits) => readonly Way[];

function waysOfNumbers(inUse: readonly number[], known: number): Ways {
  const lost = inUse.includes(known);
  const numbers = inUse.filter((code) => code < known);
  const threshold = (i: number) => (numbers[i]! + numbers[i + 1]! - 1) >>> 1;
  return ({ l2 }) => {
    const borders = numbers.slice(1).map((_, i) => ({ left: numbers.slice(0, i + 1), threshold: threshold(i), l2 }));
    if (!lost) return borders;
    const alone = numbers.length === 0 ? [] : [{ left: numbers, threshold: known - 1, l2 }];
    return [...borders, ...alone, ...borders.map((way) => ({ ...way, left: [known, ...way.left] }))];
  };
}

function waysOfLevels(inUse: readonly number[], { gradient, hessian }: ColumnHistogram, limits: SplitLimits): Ways {
  const key = (code: number) => gradient[code]! / (hessian[code]! + limits.levelSmoothing);
  const order = inUse.toSorted((a, b) => key(a) - key(b));
  return ({ l2, levelL2, fewLevels }) => {
    if (order.length < 2) return [];
    if (order.length <= fewLevels) return order.map((code) => ({ left: [code], threshold: 1, l2 }));
    return order.slice(1).map((_, i) => ({ left: order.slice(0, i + 1), threshold: i + 1, l2: levelL2 }));
  };
}

function sumOf(codes: readonly number[], { gradient, hessian }: ColumnHistogram): NodeSums {
  const sum = (values: Float64Array) => codes.reduce((total, code) => total + values[code]!, 0);
  return { gradient: sum(gradient), hessian: sum(hessian) };
}

/** Writes the sides; what no row of the node has goes with the greater hessian. */
function finish(best: Candidate, columns: readonly BoostingColumn[], { histograms, sums }: NodeData): FoundSplit {
  const { column, threshold, left, right, over, under } = best;
  const { known, category } = columns[column]!;
  const { hessian } = histograms[column]!;
  const heavier = left.hessian * 2 < sums.hessian ? 1 : 0;
  const sides = Uint8Array.from({ length: 256 }, (_, code) => {
    if (!category && code !== known) return code <= threshold ? 0 : 1;
    const used = code <= known && hessian[code]! > 0;
    return used ? Number(right.has(code)) : heavier;
  });
  return { column, threshold, sides, left, score: over / under };
}
