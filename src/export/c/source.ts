import { millisecondsPerDay } from "../../base/day.ts";
import type { Graph, NetworkModel } from "../graph.ts";
import type { ExportedFile, PartRequest, RawCell } from "../request.ts";
import { cCells, cCheck, cDecide, cNetwork, cTrees } from "../runtime.generated.ts";
import { classesOf, featureTables, inputTables, networkTables } from "./tables.ts";
import { decisionTables } from "./decision.ts";
import { treeConstants, treeTables } from "./trees.ts";
import { array, double, Texts } from "./text.ts";
import { commented, headLines } from "../text.ts";

/** One C99 file without allocation or dependency: tables of numbers and the few functions that walk them. */
export function exportC(request: PartRequest): readonly ExportedFile[] {
  const { graph, examples, model } = request;
  const texts = new Texts();
  const head = [
    ...headLines(request).map((line) => `/* ${line} */`),
    "",
    `/*
 * Compile with a C99 compiler and -lm; -DOCCAM_CHECK makes a program that tests itself.
 * A row is OCCAM_COLUMNS cells in the order of the columns below: a number, for a date the days since 1970-01-01 UTC,
 * for a category its text in UTF-8 without outer spaces. NAN, infinities and NULL are missing.
 */
#include <math.h>
#include <stddef.h>
#include <string.h>
`,
    columnsOf(graph),
    constantsOf(request),
    "typedef struct { double number; const char *text; } occam_cell;",
    "",
  ];
  const body = [
    `const char *const occam_target = ${texts.of(graph.target)};`,
    `const char *const occam_version = ${texts.of(model.origin.version)};`,
    `const char *const occam_sha256 = ${texts.of(model.origin.sha256)}; /* of the training table */`,
    array(
      "const char *const occam_column_names",
      graph.columns.map(({ name }) => texts.of(name)),
    ),
    array(
      "const char *const occam_classes",
      classesOf(graph).map((name) => texts.of(name)),
    ),
    ...featureTables(request, texts),
    ...(graph.kind === "trees" ? treeTables(graph) : [...inputTables(graph), ...networkTables(graph)]),
    ...decisionTables(graph),
    `static const occam_cell occam_examples[${examples.length}][OCCAM_COLUMNS] = {\n${examples
      .map(({ cells }) => `  {${cells.map((cell, i) => cellOf(cell, graph.columns[i]!.kind, texts)).join(", ")}}`)
      .join(",\n")}\n};`,
    `static const double occam_expected[${examples.length}][OCCAM_OUTPUTS] = {\n${examples
      .map(({ outputs }) => `  {${outputs.map(double).join(", ")}}`)
      .join(",\n")}\n};`,
    "",
    cCells + (graph.kind === "trees" ? cTrees : cNetwork) + (graph.decision === null ? "" : cDecide) + cCheck,
  ];
  return [{ ending: "", content: [...head, ...texts.declared, ...body].join("\n") }];
}

/** Positions of the columns by name, as far as C can spell it. */
function columnsOf({ columns }: Graph): string {
  const lines = columns.map(({ name, kind }, i) => {
    const word = name
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, "_")
      .replace(/^_|_$/g, "")
      .slice(0, 40);
    const what = kind === "numeric" ? "number" : kind === "date" ? "number, days since 1970-01-01 UTC" : "text";
    return `  OCCAM_COLUMN_${i}${word === "" ? "" : `_${word}`} = ${i}, /* ${commented(name)}: ${what} */`;
  });
  return `enum {\n${lines.join("\n")}\n  OCCAM_COLUMNS = ${columns.length}\n};\n`;
}

function networkConstants({ outputs, inverseTemperatures, layers, inputs }: NetworkModel) {
  const units = layers.reduce((count, layer) => count + layer.bias.length, 0);
  return [
    ["OCCAM_INPUTS", inputs.length],
    ["OCCAM_LAYERS", layers.length],
    ["OCCAM_VALUES", inputs.length + units],
    ["OCCAM_MEMBERS", outputs.length],
    ["OCCAM_FACTORS", Math.max(1, inverseTemperatures.length)],
  ] as const;
}

function constantsOf({ graph, examples }: PartRequest): string {
  const { task } = graph;
  const classes = classesOf(graph).length;
  const numbers: readonly (readonly [string, number | string])[] = [
    ["OCCAM_CLASSES", classes],
    ["OCCAM_OUTPUTS", Math.max(1, classes)],
    ["OCCAM_FEATURES", graph.features.length],
    ...(graph.kind === "trees" ? treeConstants(graph) : networkConstants(graph)),
    ["OCCAM_EXAMPLES", examples.length],
  ];
  const lines = numbers.map(([name, value]) => `#define ${name} ${value}`);
  lines.push(`#define OCCAM_SPREAD ${task.kind === "regression" ? double(task.deviation) : "1.0"}`);
  if (task.kind === "regression") {
    lines.push(`#define OCCAM_MEAN ${double(task.mean)}`, `#define OCCAM_DEVIATION ${double(task.deviation)}`);
    lines.push(`#define OCCAM_LOW ${double(task.low)}`, `#define OCCAM_HIGH ${double(task.high)}`);
  }
  return `${lines.join("\n")}\n`;
}

function cellOf(cell: RawCell, kind: string, texts: Texts): string {
  if (kind === "category") return `{0.0, ${cell === null ? "NULL" : texts.of(String(cell))}}`;
  if (cell === null) return "{NAN, NULL}";
  return `{${double(typeof cell === "number" ? cell : Date.parse(cell) / millisecondsPerDay)}, NULL}`;
}
