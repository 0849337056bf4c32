import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import type { ForestData } from "./forest.ts";

type CategoryColumn = Extract<Column, { kind: "category" }>;

const rarest = 1; // a level of fewer rows says too little to be ordered; it takes the side of missing values
const mostLevels = 65_535;

/**
 * Levels of a column in the order in which a split may cut them, learnt from the named rows: by mean target, which for
 * two classes and for numbers holds the best of all partitions (Fisher 1958; Breiman et al. 1984, section 4.2.2); for
 * more classes by the first principal component of the levels' class shares (Coppersmith, Hong and Hosking 1999).
 */
export function orderLevels(column: CategoryColumn, data: ForestData, rows: RowIndex): string[] {
  const classes = data.task.kind === "regression" ? 1 : data.task.classes.length;
  const outputs = classes <= 2 ? 1 : classes;
  const counts = new Float64Array(column.levels.length);
  const means = new Float64Array(column.levels.length * outputs);
  for (const row of rows) {
    const code = column.codes[row]!;
    if (code < 0) continue;
    const weight = data.weights === null ? 1 : data.weights[row]!;
    counts[code]! += weight;
    const target = data.targets[row]!;
    if (outputs === 1) means[code]! += weight * target;
    else means[code * outputs + target]! += weight;
  }
  for (let i = 0; i < means.length; i++)
    means[i]! /= Math.max(counts[Math.floor(i / outputs)]!, Number.MIN_VALUE);
  const scores = outputs === 1 ? means : principalScores(means, counts, outputs);
  return rankLevels(column, counts, scores);
}

function rankLevels(column: CategoryColumn, counts: Float64Array, scores: Float64Array): string[] {
  const order: number[] = [];
  counts.forEach((count, code) => {
    if (count > 0 && count >= rarest) order.push(code);
  });
  if (order.length > mostLevels) order.sort((a, b) => counts[b]! - counts[a]! || a - b).length = mostLevels;
  const name = (code: number) => column.levels[code]!;
  order.sort((a, b) => scores[a]! - scores[b]! || (name(a) < name(b) ? -1 : 1));
  return order.map(name);
}

/** Levels × classes shares projected on their first principal direction, found by power iteration. */
function principalScores(shares: Float64Array, counts: Float64Array, classes: number): Float64Array {
  const centre = new Float64Array(classes);
  let rows = 0;
  counts.forEach((count, level) => {
    rows += count;
    for (let c = 0; c < classes; c++) centre[c]! += count * shares[level * classes + c]!;
  });
  for (let c = 0; c < classes; c++) centre[c]! /= Math.max(rows, Number.MIN_VALUE);
  // A start that no symmetry of the classes makes orthogonal to the answer.
  let direction = Float64Array.from({ length: classes }, (_, c) => 1 + c / classes);
  const scores = new Float64Array(counts.length);
  for (let round = 0; round < 50; round++) {
    const next = new Float64Array(classes);
    counts.forEach((count, level) => {
      let score = 0;
      for (let c = 0; c < classes; c++) score += (shares[level * classes + c]! - centre[c]!) * direction[c]!;
      scores[level] = score;
      for (let c = 0; c < classes; c++)
        next[c]! += count * score * (shares[level * classes + c]! - centre[c]!);
    });
    let norm = 0;
    for (const value of next) norm += value * value;
    if (!(norm > 0)) break;
    norm = Math.sqrt(norm);
    direction = next.map((value) => value / norm);
  }
  return scores;
}
