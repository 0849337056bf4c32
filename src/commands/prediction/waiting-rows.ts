import type { Graph } from "../../export/graph.ts";
import { batchScorerOf } from "../../predict/batch/scorer.ts";
import type { RowWriter } from "./row-writer.ts";

/** Rows that are scored together once there are enough of them, and then written in their order. */
export class WaitingRows {
  private readonly batch: ReturnType<typeof batchScorerOf>;
  private readonly features: Float64Array;
  private readonly scores: Float64Array;
  private readonly slots: readonly Float64Array[]; // the features of each row
  private readonly shares: readonly Float64Array[]; // the scores of each row
  private readonly names: string[] = [];

  constructor(graph: Graph) {
    this.batch = batchScorerOf(graph);
    const { rows, width } = this.batch;
    this.features = new Float64Array(rows * graph.features.length);
    this.scores = new Float64Array(rows * width);
    this.slots = inRows(this.features, rows);
    this.shares = inRows(this.scores, rows);
  }

  /** Where the features of the next row are put before it is added. */
  get next(): Float64Array {
    return this.slots[this.names.length]!;
  }

  add(name: string, writer: RowWriter): void {
    if (this.names.push(name) === this.batch.rows) this.flush(writer);
  }

  flush(writer: RowWriter): void {
    const { batch, features, scores, names, shares, slots } = this;
    batch.score(features, names.length, scores);
    names.forEach((name, row) => writer.write(name, shares[row]!, slots[row]!));
    names.length = 0;
  }
}

function inRows(data: Float64Array, rows: number): readonly Float64Array[] {
  const width = data.length / rows;
  return Array.from({ length: rows }, (_, row) => data.subarray(row * width, (row + 1) * width));
}
