import { Random } from "../base/random.ts";
import type { BoostingColumn, BoostingCore } from "./core.ts";
import { growTree } from "./grow.ts";
import type { BoostingOptions } from "./options.ts";
import { firstTrees, TreeWriter, type Trees } from "./trees.ts";

/** One sequence of trees and what it says of the rows that it did not learn from. */
export interface Member {
  readonly trees: Trees; // of the round with the lowest loss on the held-out rows
  readonly rounds: number; // that were kept
  readonly held: Uint32Array; // rows that steered it
  readonly heldScores: Float64Array; // their scores after the rounds that were kept, rows × scores
  readonly losses: readonly number[]; // on the held-out rows: before the first round, then after each
  readonly operations: number;
  readonly truncated: boolean; // the watch ended it
}

export interface MemberRequest {
  readonly core: BoostingCore;
  readonly columns: readonly BoostingColumn[];
  readonly start: Float64Array; // scores before the first round
  readonly learning: Uint32Array; // rows, ascending
  readonly held: Uint32Array; // rows, ascending; none: all rounds are kept
  readonly options: BoostingOptions;
  readonly columnsAtOnce: number;
  readonly seed: number;
  readonly member: number;
}

/** Asked after each round; false ends the member with what it has. */
export type RoundWatch = (round: number, loss: number) => boolean;

/** Trains one member: rounds of trees until the held-out rows have seen no lower loss for a while. */
export function trainMember(request: MemberRequest, watch: RoundWatch): Member {
  const { core, held, options, start } = request;
  const writer = new TreeWriter();
  core.start(start);
  core.refresh();
  const losses = held.length === 0 ? [] : [core.loss(held)];
  let best = losses[0] ?? Infinity;
  let kept = 0;
  let heldScores = core.read(held);
  let operations = 0;
  let truncated = false;
  for (let round = 0; round < options.rounds && !truncated; round++) {
    operations += boostRound(request, round, writer);
    core.refresh();
    const loss = held.length === 0 ? -round : core.loss(held);
    if (held.length > 0) losses.push(loss);
    if (loss < best) {
      best = loss;
      kept = round + 1;
      heldScores = core.read(held);
    }
    if (round + 1 - kept >= options.patience) break;
    truncated = !watch(round, loss) && round + 1 < options.rounds;
  }
  const trees = firstTrees(writer.read(), kept * start.length);
  return { trees, rounds: kept, held, heldScores, losses, operations, truncated };
}

/** One tree for each score. All see the same rows; each its own columns. */
function boostRound(request: MemberRequest, round: number, writer: TreeWriter): number {
  const { core, columns, learning, held, options, seed, member, start } = request;
  const random = Random.of(seed, "boosting", member, round);
  const { drawn, others } = drawRows(learning, options.rowShare, random);
  const unseen = joinRows(others, held);
  let operations = 0;
  for (let score = 0; score < start.length; score++) {
    const look = drawColumns(columns.length, options.columnShare, request.columnsAtOnce, random);
    const { sums, scales } = core.load(drawn, score);
    operations += growTree({ core, columns, look, rows: drawn.length, sums, scales, score, options }, writer);
    core.addTree(writer.lastTree(), unseen, score);
  }
  return operations;
}

function drawRows(rows: Uint32Array, share: number, random: Random): { drawn: Uint32Array; others: Uint32Array } {
  if (share >= 1) return { drawn: rows, others: rows.subarray(0, 0) };
  const drawn = new Uint32Array(rows.length);
  const others = new Uint32Array(rows.length);
  let in_ = 0;
  for (let i = 0; i < rows.length; i++) {
    if (random.uniform() < share) drawn[in_++] = rows[i]!;
    else others[i - in_] = rows[i]!;
  }
  if (in_ === 0) return { drawn: rows, others: rows.subarray(0, 0) };
  return { drawn: drawn.subarray(0, in_), others: others.subarray(0, rows.length - in_) };
}

function drawColumns(columns: number, share: number, most: number, random: Random): Uint32Array {
  const wanted = Math.min(most, Math.max(1, Math.round(share * columns)));
  const all = Uint32Array.from({ length: columns }, (_, column) => column);
  return wanted >= columns ? all : random.shuffle(all).subarray(0, wanted).sort();
}

function joinRows(a: Uint32Array, b: Uint32Array): Uint32Array {
  const merged = new Uint32Array(a.length + b.length);
  merged.set(a);
  merged.set(b, a.length);
  return merged;
}
