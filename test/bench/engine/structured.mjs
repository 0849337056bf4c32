// Layers on encoded tables, full and pruned, with and without what the encoder says of their inputs.
import { zeros } from "../../../dist/base/matrix.js";
import { Random } from "../../../dist/base/random.js";
import { makeNetwork, stepsOfTable, subjectOf } from "./ours.mjs";

/** Columns coded by a scaled copy and by bins, categories by levels; hidden widths and batch as the recipe has them at that number of rows. */
export const tables = [
  {
    title: "16 columns of 13 bins",
    columns: 16,
    bins: 13,
    categories: 0,
    levels: 0,
    widths: [128, 64],
    batch: 128,
    classes: 26,
  },
  {
    title: "36 columns of 8 bins",
    columns: 36,
    bins: 8,
    categories: 0,
    levels: 0,
    widths: [128, 64],
    batch: 128,
    classes: 6,
  },
  {
    title: "60 categories of 3 levels",
    columns: 0,
    bins: 0,
    categories: 60,
    levels: 3,
    widths: [64, 32],
    batch: 64,
    classes: 3,
  },
  {
    title: "57 columns of 5 bins",
    columns: 57,
    bins: 5,
    categories: 0,
    levels: 0,
    widths: [64, 32],
    batch: 64,
    classes: 2,
  },
  {
    title: "18 columns of 4 bins",
    columns: 18,
    bins: 4,
    categories: 0,
    levels: 0,
    widths: [32, 16],
    batch: 32,
    classes: 4,
  },
];

/** The ways to take a step on such a table; the first is what the others are compared with. */
export async function structuredSubjects(table) {
  const data = encodedData(table);
  const sizes = [data.inputs.columns, ...table.widths, table.classes > 2 ? table.classes : 1];
  const way = (name, density, spans) =>
    subjectOf(name, makeNetwork(sizes, density, true), table.batch, density, data, spans);
  return Promise.all([
    way("plain columns", 1),
    way("structured", 1, data.inputs.spans),
    way("plain columns", 0.7),
    way("structured", 0.7, data.inputs.spans),
    way("plain columns", 0.3),
  ]);
}

/** Rows as the encoder makes them: cells fall into any bin alike, any level alike, and each class is as likely. */
function encodedData({ columns, bins, categories, levels, batch, classes }) {
  const random = Random.of("structured", columns, bins, categories, levels);
  const rows = stepsOfTable * batch;
  const means = Array.from({ length: bins }, (_, bin) => 1 - (bin + 0.5) / bins);
  const spans = [];
  for (let c = 0; c < columns; c++) spans.push({ kind: "steps", first: columns + c * bins, means });
  for (let c = 0; c < categories; c++)
    spans.push({ kind: "one-hot", first: columns * (1 + bins) + c * levels, count: levels });
  const inputs = zeros(rows, columns * (1 + bins) + categories * levels);
  for (let row = 0; row < rows; row++) {
    const at = row * inputs.columns;
    for (const { kind, first, count } of spans) {
      if (kind === "one-hot") {
        inputs.data[at + first + random.below(count)] = 1;
        continue;
      }
      const x = random.uniform();
      inputs.data[at + (first - columns) / bins] = 2 * x - 1;
      means.forEach((mean, bin) => {
        inputs.data[at + first + bin] = Math.max(0, Math.min(1, x * bins - bin)) - mean;
      });
    }
  }
  const targets = Float32Array.from({ length: rows }, () => random.below(classes));
  const task = { kind: "classification", classes: Array.from({ length: classes }, (_, one) => `${one}`) };
  return { task, inputs: { ...inputs, spans }, targets, weights: null };
}
