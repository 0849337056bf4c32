import type { Graph } from "../graph.ts";
import { classesOf } from "./tables.ts";
import { double } from "./text.ts";

/** What `occam_decide` goes by: a threshold of a class, or the costs of taking each class (a row) for each other. */
export function decisionTables(graph: Graph): readonly string[] {
  const { decision } = graph;
  if (decision === null) return [];
  const { positive, threshold, costs } = decision;
  const classes = classesOf(graph);
  if (positive !== null && threshold !== null) {
    return [`#define OCCAM_POSITIVE ${classes.indexOf(positive)}`, `#define OCCAM_THRESHOLD ${double(threshold)}`];
  }
  const table = classes.map(() => classes.map(() => 0));
  for (const { truth, predicted, cost } of costs) table[classes.indexOf(truth)]![classes.indexOf(predicted)] = cost;
  const rows = table.map((row) => `  {${row.map(double).join(", ")}}`);
  return [
    "#define OCCAM_POSITIVE -1",
    `static const double occam_costs[OCCAM_CLASSES][OCCAM_CLASSES] = {\n${rows.join(",\n")}\n};`,
  ];
}
