import { Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import type { BoostingColumn, BoostingCore } from "./core.ts";
import { growTree } from "./grow.ts";
import type { BoostingOptions } from "./options.ts";
import { firstTrees, TreeWriter, type Trees } from "./trees.ts";

/** One sequence of trees and what it says of the rows that it did not learn from. */
export interface Member {
  readonly trees: Trees; // of the rounds up to the one with the lowest loss on the held-out rows
  readonly rounds: number; // that were kept
  readonly roundsDone: number;
  readonly held: Uint32Array; // rows that steered it
  readonly heldScores: Float64Array; // their scores after the rounds that were kept, rows × scores
  readonly losses: readonly number[]; // on the held-out rows: before the first round, then after each
  readonly operations: number; // see growTree
  readonly truncated: boolean; // the watch ended it
}

export interface MemberRequest {
  readonly core: BoostingCore;
  readonly columns: readonly BoostingColumn[];
  readonly start: Float64Array; // scores before the first round
  readonly learning: Uint32Array; // rows, ascending
  readonly held: Uint32Array; // rows, ascending; without any all rounds are kept
  readonly options: BoostingOptions;
  readonly columnsAtOnce: number; // that a tree looks at
  readonly seed: number;
  readonly member: number;
}

/** Told each round, with the loss of the held-out rows or null without such; false ends the member with what it has. */
export type RoundWatch = (progress: { readonly round: number; readonly loss: number | null }) => boolean;

/** Trains one member: rounds of trees until the held-out loss has hardly fallen for a while. */
export function trainMember(request: MemberRequest, watch: RoundWatch): Member {
  const { core, held, options, start } = request;
  const steered = held.length > 0;
  const writer = new TreeWriter();
  core.start(start);
  core.refresh();
  const losses = steered ? [core.loss(held)] : [];
  let best = losses[0] ?? 0;
  let [kept, done, operations] = [0, 0, 0];
  let progress = { round: 0, loss: best }; // the last round that was lower by a real step
  let heldScores = core.read(held);
  const leastGain = options.leastGain * best;
  let goesOn = true;
  while (done < options.rounds && goesOn && done - progress.round < options.patience) {
    operations += boostRound(request, done, writer);
    core.refresh();
    done++;
    const loss = steered ? core.loss(held) : null;
    if (loss !== null) losses.push(loss);
    if (loss === null || loss < best) {
      best = loss ?? best;
      kept = done;
      heldScores = core.read(held);
    }
    const step = Math.max(options.leastProgress * progress.loss, leastGain);
    if (loss === null || loss < progress.loss - step) progress = { round: done, loss: best };
    goesOn = watch({ round: done - 1, loss });
  }
  const trees = firstTrees(writer.read(), kept * start.length);
  return { trees, rounds: kept, roundsDone: done, held, heldScores, losses, operations, truncated: !goesOn };
}

/** One tree for each score. All see the same rows; each its own columns. */
function boostRound(request: MemberRequest, round: number, writer: TreeWriter): number {
  const { core, columns, learning, held, options, seed, member, start } = request;
  const random = Random.of(seed, "boosting", member, round);
  const { drawn, others } = drawRows(learning, options.rowShare, random);
  const unseen = joinRows(others, held);
  let operations = 0;
  for (let score = 0; score < start.length; score++) {
    const searched = drawColumns(columns.length, request.columnsAtOnce, random);
    const { sums, scales } = core.load(drawn, score);
    operations += growTree({ core, columns, searched, rows: drawn.length, sums, scales, score, options }, writer);
    core.addTree(writer.lastTree(), unseen, score);
  }
  return operations;
}

/** Each row with the given chance, and the others; all where none was drawn. */
function drawRows(rows: Uint32Array, share: number, random: Random): { drawn: Uint32Array; others: Uint32Array } {
  const all = { drawn: rows, others: new Uint32Array(0) };
  if (share >= 1) return all;
  const drawn = new Uint32Array(rows.length);
  const others = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    // Both are written, one of them is kept: no branch to mispredict.
    drawn[count] = row;
    others[i - count] = row;
    count += random.uniform() < share ? 1 : 0;
  }
  return count === 0 ? all : { drawn: drawn.subarray(0, count), others: others.subarray(0, rows.length - count) };
}

function drawColumns(columns: number, count: number, random: Random): Uint32Array {
  const all = range(0, columns);
  return count >= columns ? all : random.shuffle(all).subarray(0, count).sort();
}

function joinRows(a: Uint32Array, b: Uint32Array): Uint32Array {
  const joined = new Uint32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
