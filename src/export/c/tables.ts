import { parametersOf } from "../data.ts";
import type { Graph, NetworkModel } from "../graph.ts";
import type { Input } from "../inputs.ts";
import type { Missing } from "../request.ts";
import { array, double, float, type Texts, utf8 } from "./text.ts";

export function classesOf({ task }: Pick<Graph, "task">): readonly string[] {
  return task.kind === "regression" ? [] : task.classes;
}

const parts = {
  number: "NUMBER",
  level: "LEVEL",
  days: "DAYS",
  month: "MONTH",
  "day of month": "DAY_OF_MONTH",
  "day of year": "DAY_OF_YEAR",
  weekday: "WEEKDAY",
  hour: "HOUR",
};
const kinds = { scaled: "SCALED", log: "LOG", step: "STEP", missing: "IS_MISSING", table: "TABLE" };

/** Levels of each feature as C finds them: sorted by their bytes. */
export function knownLevels(graph: Graph): readonly (readonly string[])[] {
  return graph.features.map(({ levels }) => sortedLevels(levels));
}

/** Tables of what a row gives. */
export function featureTables(
  { graph, missing }: { readonly graph: Graph; readonly missing: readonly Missing[] },
  texts: Texts,
): readonly string[] {
  const levels: string[] = [];
  const words: string[] = [];
  const values: string[] = [];
  const known = knownLevels(graph);
  const features = graph.features.map(({ column, part }, i) => {
    const first = levels.length;
    levels.push(...known[i]!.map((level) => texts.of(level)));
    const own = missing[column]!;
    const list = part === "level" ? words : values;
    const firstMissing = list.length;
    list.push(...(part === "level" ? sortedLevels(own.texts).map((word) => texts.of(word)) : own.values.map(double)));
    const found = `${first}, ${known[i]!.length}, ${firstMissing}, ${list.length - firstMissing}`;
    return `{${column}, OCCAM_${parts[part]}, ${found}}`;
  });
  return [
    "",
    enumOf(Object.values(parts)),
    "struct occam_feature { int column, part, first, count, first_missing, missing; };",
    "",
    "/* Levels of each feature, sorted by their bytes. */",
    array("static const char *const occam_levels", levels),
    "/* Texts that mean that there is no value, sorted likewise, and numbers and days that do. */",
    array("static const char *const occam_missing_words", words),
    array("static const double occam_missing_values", values),
    array("static const struct occam_feature occam_features", features, "{0, 0, 0, 0, 0, 0}"),
  ];
}

export function enumOf(names: readonly string[]): string {
  return `enum { ${names.map((name) => `OCCAM_${name}`).join(", ")} };`;
}

/** Tables of the network's inputs. */
export function inputTables(graph: NetworkModel): readonly string[] {
  const known = knownLevels(graph);
  const entries: { readonly level: number; readonly value: number }[] = [];
  const inputs = graph.inputs.map((input) => {
    const first = entries.length;
    if (input.kind === "table") entries.push(...entriesOf(input, known[input.feature]!));
    const parameters = [...parametersOf(input), 0, 0, 0, 0, 0].slice(0, 5).map(double);
    const range = `${first}, ${entries.length - first}`;
    return `{OCCAM_${kinds[input.kind]}, ${input.feature}, ${range}, ${parameters.join(", ")}}`;
  });
  return [
    enumOf(Object.values(kinds)),
    "struct occam_input { int kind, feature, first, count; double a, b, c, d, e; };",
    "struct occam_layer { int units, rectified; };",
    "",
    "/* Values of levels, by the place of the level. */",
    array(
      "static const int occam_entry_level",
      entries.map(({ level }) => String(level)),
    ),
    array(
      "static const double occam_entry_value",
      entries.map(({ value }) => double(value)),
    ),
    array("static const struct occam_input occam_inputs", inputs, "{0, 0, 0, 0, 0, 0, 0, 0, 0}"),
  ];
}

/** By bytes in UTF-8, as strcmp compares; a text with a NUL cannot be a string in C. */
function sortedLevels(levels: readonly string[]): readonly string[] {
  const bytes = levels.filter((level) => !level.includes("\0")).map((level) => ({ level, bytes: utf8(level) }));
  bytes.sort((a, b) => {
    const differs = a.bytes.findIndex((byte, i) => byte !== b.bytes[i]);
    return differs < 0 ? a.bytes.length - b.bytes.length : a.bytes[differs]! - (b.bytes[differs] ?? -1);
  });
  return bytes.map(({ level }) => level);
}

function entriesOf(input: Extract<Input, { kind: "table" }>, levels: readonly string[]) {
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const entries = input.levels.flatMap((name, i) => {
    const level = placeOf.get(name);
    return level === undefined ? [] : [{ level, value: input.values[i]! }];
  });
  return entries.sort((a, b) => a.level - b.level);
}

/** Tables of layers, weights and outputs. */
export function networkTables(graph: NetworkModel): readonly string[] {
  const { layers, outputs, inverseTemperatures } = graph;
  const classes = classesOf(graph).length;
  let weights = 0;
  const start = ["0"];
  for (const layer of layers) {
    for (const end of layer.start.slice(1)) start.push(String(weights + end));
    weights += layer.weight.length;
  }
  return [
    array(
      "static const struct occam_layer occam_layers",
      layers.map((l) => `{${l.bias.length}, ${l.rectified ? 1 : 0}}`),
    ),
    array(
      "static const float occam_bias",
      layers.flatMap((layer) => layer.bias.map(float)),
    ),
    array("static const int occam_start", start),
    array(
      "static const int occam_source",
      layers.flatMap((layer) => layer.source.map(String)),
    ),
    array(
      "static const float occam_weight",
      layers.flatMap((layer) => layer.weight.map(float)),
    ),
    // What is declared and not used is a warning.
    ...(classes === 1
      ? []
      : [
          array(
            "static const int occam_output",
            outputs.flatMap((output) => output.map(String)),
          ),
        ]),
    ...(classes < 2 ? [] : [array("static const double occam_factor", inverseTemperatures.map(double))]),
  ];
}
