import { Random } from "../base/random.ts";
import { range } from "../base/select.ts";

/**
 * A row that is mixed from two: the one that is explained and one of a background. Players are the columns; a column
 * that is flipped comes from the explained row, and from the background again when it is flipped once more.
 */
export interface Mixture {
  readonly players: number;
  readonly backgrounds: number;
  /** Starts with all columns of this row of the background. */
  begin(background: number): void;
  flip(player: number): void;
  /** The prediction for the mixed row. */
  value(): number;
  /** The prediction for a row of the background, and for the explained row: no rounding of a path to them. */
  valueOfBackground(background: number): number;
  readonly whole: number;
  /** A faster way to what `ways` says of this plan. */
  along?(plan: SampledPlan): Float64Array;
}

/** What each column adds to a prediction: the baseline and all effects sum to it. */
export interface ShapleyValues {
  readonly baseline: number; // mean prediction of the background
  readonly effects: Float64Array; // of each player
  readonly standardErrors: Float64Array; // of sampling; 0 where nothing is sampled
}

/**
 * How the values are computed: over every set of columns, or over orders of them, each forwards and backwards, in turn
 * from the first rows of the background.
 */
export type ShapleyPlan = { readonly kind: "exact" } | SampledPlan;

export interface SampledPlan {
  readonly kind: "sampled";
  readonly orders: readonly Uint32Array[];
  readonly backgrounds: number;
}

/** Sets of more columns are not enumerated. */
const mostExact = 12;
const fewestBackgrounds = 8;
const mostOrders = 8; // for each row of the background

/**
 * The best plan for about this many predictions: exact where it is within them, else the rows of the background and the
 * orders of columns that they pay for. A plan depends on nothing else, so that every row is explained by the same.
 */
export function shapleyPlan(players: number, backgrounds: number, predictions: number): ShapleyPlan {
  if (players <= 2 || (players <= mostExact && backgrounds * 2 ** players <= predictions)) return { kind: "exact" };
  const paid = Math.floor(predictions / (2 * (players - 1)));
  let used = backgrounds;
  while (used > Math.max(paid, fewestBackgrounds)) used = Math.ceil(used / 2);
  const count = used * Math.min(mostOrders, Math.max(1, Math.floor(paid / used)));
  const orders = Array.from({ length: count }, (_, i) => Random.of("explain", i).shuffle(range(0, players)));
  return { kind: "sampled", orders, backgrounds: used };
}

/**
 * Interventional Shapley values (Lundberg and Lee 2017; Janzing, Minorics and Blöbaum 2020): how the prediction changes
 * when a column of the background takes its value of the row, mean over the orders in which columns do so.
 */
export function shapleyValues(mixture: Mixture, plan: ShapleyPlan): ShapleyValues {
  return plan.kind === "exact" ? exactValues(mixture) : sampledValues(mixture, plan);
}

/** Every set of columns, in the order of a Gray code: each differs from the one before in a single column. */
function exactValues(mixture: Mixture): ShapleyValues {
  const { players, backgrounds } = mixture;
  const sets = 2 ** players;
  const values = new Float64Array(sets); // by set, the mean over the background
  for (let background = 0; background < backgrounds; background++) {
    mixture.begin(background);
    values[0]! += mixture.valueOfBackground(background) / backgrounds;
    for (let i = 1; i < sets; i++) {
      mixture.flip(31 - Math.clz32(i & -i));
      const set = i ^ (i >>> 1);
      if (set !== sets - 1) values[set]! += mixture.value() / backgrounds;
    }
  }
  values[sets - 1] = mixture.whole;
  const weights = setWeights(players);
  const effects = new Float64Array(players);
  for (let set = 0; set < sets; set++) {
    const size = bitsOf(set);
    for (let player = 0; player < players; player++) {
      if ((set >>> player) & 1) continue;
      effects[player]! += weights[size]! * (values[set | (1 << player)]! - values[set]!);
    }
  }
  return { baseline: values[0]!, effects, standardErrors: new Float64Array(players) };
}

/** Share of the orders in which exactly one given set of each size stands before a player. */
function setWeights(players: number): readonly number[] {
  const weights = [1 / players];
  for (let size = 1; size < players; size++) weights.push((weights[size - 1]! * size) / (players - size));
  return weights;
}

function bitsOf(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Orders of the columns, each with a row of the background: forwards to the explained row and back, which is the same
 * order reversed (antithetic sampling: Mitchell et al. 2022). The standard error is that of half the difference of the
 * two ways: as one makes up for the other, it is rather too large than too small.
 */
function sampledValues(mixture: Mixture, plan: SampledPlan): ShapleyValues {
  const { players, whole } = mixture;
  const { orders, backgrounds } = plan;
  const values = mixture.along?.(plan) ?? ways(mixture, plan);
  const sums = new Float64Array(players);
  const squares = new Float64Array(players);
  const between = players - 1;
  let baseline = 0;
  for (const [i, order] of orders.entries()) {
    const start = mixture.valueOfBackground(i % backgrounds);
    baseline += start / orders.length;
    const there = 2 * i * between;
    const back = there + between;
    for (let k = 0; k < players; k++) {
      const forwards = (k < between ? values[there + k]! : whole) - (k > 0 ? values[there + k - 1]! : start);
      const backwards = (k > 0 ? values[back + k - 1]! : whole) - (k < between ? values[back + k]! : start);
      const player = order[k]!;
      sums[player]! += (forwards + backwards) / 2;
      squares[player]! += ((forwards - backwards) / 2) ** 2;
    }
  }
  const count = orders.length;
  return {
    baseline,
    effects: sums.map((sum) => sum / count),
    standardErrors: squares.map((square) => Math.sqrt(square) / count),
  };
}

/**
 * The predictions between the two rows: of each order those after its first columns have come from the explained row,
 * all but the last, then those after the same columns have gone back. Orders × 2 × (players - 1).
 */
function ways(mixture: Mixture, { orders, backgrounds }: SampledPlan): Float64Array {
  const between = mixture.players - 1;
  const values = new Float64Array(2 * orders.length * between);
  for (const [i, order] of orders.entries()) {
    mixture.begin(i % backgrounds);
    for (let k = 0; k < 2 * between + 1; k++) {
      mixture.flip(order[k % (between + 1)]!);
      if (k !== between) values[2 * i * between + (k < between ? k : k - 1)] = mixture.value();
    }
  }
  return values;
}
