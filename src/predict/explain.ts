import { type Mixture, shapleyPlan, shapleyValues } from "../evaluate/shapley.ts";
import type { Graph } from "../export/graph.ts";
import type { BackgroundColumn } from "../model/background.ts";
import { columnReaders } from "./cells.ts";
import { likeliest, type Row, rowReader } from "./predictor.ts";
import { scorerOf } from "./score-graph.ts";
import { stepOperations, walkOf } from "./walk.ts";
import type { Ways, WaysAsked } from "./ways.ts";

/** What a column adds to a prediction. */
export interface Effect {
  readonly column: string;
  readonly effect: number; // probability of the explained class, or target units
  readonly standardError: number; // of sampling; 0 where the effect is exact
}

/** Why a row is predicted as it is: the baseline and all effects sum to the prediction. */
export interface RowExplanation {
  readonly baseline: number; // mean prediction of the background
  readonly effects: readonly Effect[]; // of every column that the model reads, the largest first
}

/** A prediction and why. */
export interface Explained extends RowExplanation {
  readonly prediction: string | number; // the likeliest class, or a number in the target's unit
  readonly value: number; // what is explained: the probability of that class, or the number
}

/** A model that is ready to explain. Rows are given as to a `Predictor`. */
export interface Explainer {
  explain(row: Row): Explained;
}

/** Explains rows one after the other; its values are kept in place. */
export interface RowExplainer {
  readonly columns: number; // that the model reads
  /** `features` as a scorer takes them; `output` is the class whose probability is explained, 0 for a number. */
  explain(features: Float64Array, output: number): RowExplanation;
}

/** Multiply-adds that a row may take: about a millisecond. */
const rowOperations = 2.5e5;

/**
 * Explains by interventional Shapley values against the background of the model: see `evaluate/shapley.ts`. Samples are
 * predicted column by column by a walk, or all together where faster ways are given.
 */
export function rowExplainer(
  graph: Graph,
  background: readonly BackgroundColumn[],
  waysOf: (graph: Graph, asked: WaysAsked) => Ways | null = () => null,
): RowExplainer {
  const walk = walkOf(graph);
  const backgrounds = backgroundFeatures(graph, background);
  const rows = backgrounds.map((row) => walk.encode(row));
  const columns = [...new Set(graph.features.map(({ column }) => column))].sort((a, b) => a - b);
  const names = columns.map((column) => graph.columns[column]!.name);
  const plan = shapleyPlan(columns.length, rows.length, rowOperations / stepOperations(graph));
  const ways = plan.kind === "exact" ? null : waysOf(graph, { columns, backgrounds, plan });
  const scores = new Float64Array(walk.width);
  const predictionOf = (row: Float64Array): Float64Array => {
    walk.begin(row);
    walk.predict(scores);
    return scores.slice();
  };
  const known = rows.map(predictionOf);
  return {
    columns: columns.length,
    explain(features, output) {
      const own = walk.encode(features);
      const whole = predictionOf(own)[output]!;
      const isTaken = new Uint8Array(columns.length);
      let from = rows[0]!;
      const mixture: Mixture = {
        players: columns.length,
        backgrounds: rows.length,
        begin(row) {
          from = rows[row]!;
          isTaken.fill(0);
          walk.begin(from);
        },
        flip(player) {
          isTaken[player]! ^= 1;
          walk.take(columns[player]!, isTaken[player] === 1 ? own : from);
        },
        value() {
          walk.predict(scores);
          return scores[output]!;
        },
        valueOfBackground: (row) => known[row]![output]!,
        whole,
        ...(ways === null ? {} : { along: () => ways(features, output) }),
      };
      const { baseline, effects, standardErrors } = shapleyValues(mixture, plan);
      const list = names.map((column, i) => ({ column, effect: effects[i]!, standardError: standardErrors[i]! }));
      return { baseline, effects: list.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)) };
    },
  };
}

/** Explains rows of cells. */
export function explainerOf(graph: Graph, background: readonly BackgroundColumn[]): Explainer {
  const explainer = rowExplainer(graph, background);
  const scorer = scorerOf(graph);
  const reader = rowReader(graph);
  const features = new Float64Array(graph.features.length);
  const scores = new Float64Array(scorer.width);
  return {
    explain(row) {
      reader(row, 0, features);
      scorer.score(features, scores, 0);
      const output = likeliest(scores, 0, scores.length);
      const prediction = graph.task.kind === "regression" ? scores[0]! : graph.task.classes[output]!;
      return { prediction, value: scores[output]!, ...explainer.explain(features, output) };
    },
  };
}

/** The rows of a background as features. A column that it does not have is missing in all. */
function backgroundFeatures(graph: Graph, background: readonly BackgroundColumn[]): readonly Float64Array[] {
  const cells = new Map(background.map(({ column, cells: own }) => [column, own]));
  const readers = columnReaders(graph);
  const size = background[0]?.cells.length ?? 1;
  return Array.from({ length: size }, (_, row) => {
    const features = new Float64Array(graph.features.length);
    for (const reader of readers) {
      const cell = cells.get(reader.name)?.[row];
      const isDay = graph.columns[reader.position]!.kind === "date" && typeof cell === "number";
      reader.read(isDay ? new Date(cell * 86_400_000) : cell, features, row);
    }
    return features;
  });
}
