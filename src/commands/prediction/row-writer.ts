import type { Graph } from "../../export/graph.ts";
import { likeliest } from "../../predict/predictor.ts";
import { type Extras, extraColumns } from "../../predict/extra-columns.ts";
import { quoted, readyCell } from "../files/csv.ts";
import { roundingOf } from "../files/target-number.ts";
import { TextBytes } from "../files/text-bytes.ts";

const comma = 44;
const lineFeed = 10;

/** Writes predictions row by row. */
export interface RowWriter {
  readonly rows: number; // so far
  /** `name` is of the row, where rows have one. */
  write(name: string, scores: Float64Array, features: Float64Array): void;
  content(): Uint8Array;
}

export interface RowForm {
  readonly id: boolean;
  readonly json: boolean;
  readonly extras: Extras;
}

/** Lines of CSV, or with `json` objects with commas between. */
export function rowWriter(graph: Graph, { id, json, extras }: RowForm): RowWriter {
  const { task } = graph;
  const beside = extraColumns(extras, graph);
  const out = new TextBytes();
  const classes = task.kind === "regression" ? [] : task.classes;
  const ready = classes.map(readyCell);
  const rounded = roundingOf(task);
  let rows = 0;
  const csv = (name: string, scores: Float64Array, features: Float64Array): void => {
    if (id) {
      out.text(quoted(name));
      out.byte(comma);
    }
    if (classes.length === 0) out.text(String(rounded(scores[0]!)));
    else {
      out.copy(ready[likeliest(scores, 0, scores.length)]!.bytes);
      for (let i = 0; i < scores.length; i++) {
        out.byte(comma);
        out.number(scores[i]!);
      }
    }
    for (const cell of beside.cells(scores, features)) {
      out.byte(comma);
      out.text(typeof cell === "string" ? quoted(cell) : String(rounded(cell)));
    }
    out.byte(lineFeed);
  };
  const object = (name: string, scores: Float64Array, features: Float64Array): void => {
    if (rows > 0) out.byte(comma);
    const row = {
      ...(id ? { id: name } : {}),
      prediction: classes.length === 0 ? scores[0]! : classes[likeliest(scores, 0, scores.length)]!,
      ...(classes.length === 0 ? {} : { probabilities: Array.from(scores) }),
      ...Object.fromEntries(beside.cells(scores, features).map((cell, place) => [beside.names[place]!, cell])),
    };
    out.text(JSON.stringify(row));
  };
  return {
    get rows() {
      return rows;
    },
    write(name, scores, features) {
      if (json) object(name, scores, features);
      else csv(name, scores, features);
      rows++;
    },
    content: () => out.bytes(),
  };
}
