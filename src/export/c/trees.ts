import type { TreeModel } from "../graph.ts";
import { leafWidth, viewCount } from "../../trees/trees.ts";
import { enumOf, knownLevels } from "./tables.ts";
import { array, double, float } from "./text.ts";

/** What the preprocessor must know of trees. */
export function treeConstants({ task, ensemble }: TreeModel): readonly (readonly [string, string])[] {
  const { inputs, leaf, combine, members, start, inverseTemperature, floor } = ensemble;
  const hasShares = leaf.kind === "shares";
  return [
    ["OCCAM_INPUTS", String(inputs.length)],
    ["OCCAM_VIEWS", String(inputs.reduce((sum, input) => sum + viewCount(input), 0))],
    ["OCCAM_MEMBERS", String(members.length)],
    ["OCCAM_SCORES", String(start.length)],
    ["OCCAM_WIDTH", String(leafWidth(leaf, task))],
    ["OCCAM_IS_MEAN", combine === "mean" ? "1" : "0"],
    ["OCCAM_HAS_SHARES", hasShares ? "1" : "0"],
    ["OCCAM_IS_PLAIN", hasShares && inverseTemperature === 1 && floor === 0 ? "1" : "0"],
    ["OCCAM_FACTOR", double(inverseTemperature)],
    ["OCCAM_FLOOR", double(floor)],
  ];
}

const kinds = { number: "IS_NUMBER", order: "IS_ORDER", sets: "IS_SETS" };

/** Tables of inputs and nodes. */
export function treeTables(graph: TreeModel): readonly string[] {
  const { inputs, members, start, treeStart, view, threshold, child, values } = graph.ensemble;
  const levels = knownLevels(graph);
  const [thresholds, codes, sets]: [number[], number[], number[]] = [[], [], []];
  let firstView = 0;
  const entries = inputs.map((input, i) => {
    const feature = graph.sources[i]!;
    const first = input.kind === "number" ? thresholds.length : codes.length;
    const firstSet = sets.length;
    const own = firstView;
    firstView += viewCount(input);
    if (input.kind === "number") for (const one of input.thresholds) thresholds.push(one);
    else {
      const codeOf = new Map(input.levels.map((level, code) => [level, code]));
      codes.push(...levels[feature]!.map((level) => codeOf.get(level) ?? -1));
    }
    if (input.kind === "sets") sets.push(...input.sets);
    const count = input.kind === "number" ? input.thresholds.length : 0;
    const [known, all] = input.kind === "sets" ? [input.levels.length, viewCount(input)] : [0, 0];
    return `{OCCAM_${kinds[input.kind]}, ${feature}, ${own}, ${first}, ${count}, ${known}, ${firstSet}, ${all}}`;
  });
  return [
    enumOf(Object.values(kinds)),
    "struct occam_input { int kind, feature, view, first, count, levels, first_set, sets; };",
    "",
    array("static const struct occam_input occam_inputs", entries, "{0, 0, 0, 0, 0, 0, 0, 0}"),
    array("static const double occam_thresholds", thresholds.map(double)),
    "/* Codes of levels, by their places. */",
    array("static const int occam_codes", codes.map(String)),
    array("static const unsigned char occam_sets", sets.map(String)),
    array("static const int occam_trees", members.map(String)),
    array("static const double occam_start", start.map(double)),
    array("static const int occam_roots", Array.from(treeStart.subarray(0, -1), String)),
    "/* Nodes: a leaf has no child, and its view is its row of values. */",
    array("static const int occam_view", Array.from(view, String)),
    array("static const unsigned short occam_threshold", Array.from(threshold, String)),
    array("static const int occam_child", Array.from(child, String)),
    array("static const float occam_values", Array.from(values, float)),
  ];
}
