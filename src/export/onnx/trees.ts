import type { TreeModel } from "../graph.ts";
import { leafWidth, setBytes, type TreeInput, viewsOf } from "../../trees/trees.ts";
import { element, type Value } from "./builder.ts";
import { type FeatureColumn, featureColumn, type Scope } from "./inputs.ts";

/**
 * The scores of each member before they are calibrated, rows × scores: one TreeEnsembleRegressor over all trees, whose
 * inputs are numbers, codes of levels, and 0 or 1 for each set of levels.
 */
export function memberScores(scope: Scope & { readonly graph: TreeModel }): readonly Value[] {
  const { build, graph } = scope;
  const { members, start, combine } = graph.ensemble;
  const columns = graph.features.map((feature) => featureColumn(scope, feature));
  const parts = graph.ensemble.inputs.map((input, i) => {
    const feature = graph.sources[i]!;
    return inputColumns(scope, input, { column: columns[feature]!, levels: graph.features[feature]!.levels });
  });
  const read = parts.length > 1 ? build.node("Concat", parts, { axis: 1 }) : parts[0]!;
  const sums = build.node("TreeEnsembleRegressor", [read], treeAttributes(graph));
  const scores = build.node("Cast", [sums], { to: element.double });
  return members.map((trees, member) => {
    const own = start.map((_, score) => member * start.length + score);
    const ofMember = build.columns(scores, own);
    const shared = combine === "mean" ? build.node("Div", [ofMember, build.doubles([trees])]) : ofMember;
    return build.node("Add", [
      shared,
      build.node("Reshape", [build.doubles(start), build.integers([1, start.length])]),
    ]);
  });
}

/** The columns that trees read of an input: NaN is missing, and so is a level that the input does not know. */
function inputColumns(
  { build }: Scope,
  input: TreeInput,
  { column, levels }: { readonly column: FeatureColumn; readonly levels: readonly string[] },
): Value {
  if (input.kind === "number") return build.node("Where", [column.missing, build.doubles([Number.NaN]), column.values]);
  const codeOf = new Map(input.levels.map((level, code) => [level, code]));
  // The feature's own places, then an unknown level and a missing one.
  const codes = [...levels.map((level) => codeOf.get(level) ?? -1), -1, -1];
  const rows =
    input.kind === "order"
      ? codes.map((code) => [code < 0 ? Number.NaN : code])
      : codes.map((code) => sides(input, code < 0 ? input.levels.length : code));
  const width = rows[0]!.length;
  const found = build.node("Gather", [build.table(rows.length, width, rows.flat()), column.values], { axis: 0 });
  return build.node("Reshape", [found, build.integers([-1, width])]);
}

function sides({ sets, levels }: Extract<TreeInput, { kind: "sets" }>, code: number): readonly number[] {
  const bytes = setBytes(levels);
  return Array.from({ length: sets.length / bytes }, (_, set) => {
    return 1 - ((sets[set * bytes + (code >>> 3)]! >>> (code & 7)) & 1);
  });
}

/** The trees as attributes of a TreeEnsembleRegressor (ai.onnx.ml 3), thresholds in double precision. */
function treeAttributes({ task, ensemble }: TreeModel) {
  const { inputs, leaf, members, start, treeStart, view, threshold, child, values } = ensemble;
  const views = viewsOf(inputs);
  let columns = 0;
  const columnOf = views.map(({ input }, number) => {
    const isNext = inputs[input]!.kind === "sets" || number === 0 || views[number - 1]!.input !== input;
    return isNext ? columns++ : columns - 1;
  });
  const nodes = child.length;
  const [treeIds, nodeIds] = [new Int32Array(nodes), new Int32Array(nodes)];
  const [features, yes, no, tracks] = Array.from({ length: 4 }, () => new Int32Array(nodes)) as Int32Array[];
  const limits = new Float64Array(nodes);
  const modes: string[] = [];
  const target: { readonly tree: number; readonly node: number; readonly id: number; readonly weight: number }[] = [];
  const memberOf = members.flatMap((trees, member) => Array.from({ length: trees }, (_, tree) => ({ member, tree })));
  const width = leafWidth(leaf, task);
  for (let tree = 0; tree + 1 < treeStart.length; tree++) {
    const { member, tree: place } = memberOf[tree]!;
    const root = treeStart[tree]!;
    for (let node = root; node < treeStart[tree + 1]!; node++) {
      treeIds[node] = tree;
      nodeIds[node] = node - root;
      if (child[node] === 0) {
        modes.push("LEAF");
        for (let i = 0; i < width; i++) {
          const weight = values[view[node]! * width + i]!;
          const score = width === 1 ? place % start.length : i;
          // A leaf without a weight would not be one.
          if (weight !== 0 || i === 0) {
            target.push({ tree, node: node - root, id: member * start.length + score, weight });
          }
        }
        continue;
      }
      const { input, odd } = views[view[node]!]!;
      modes.push("BRANCH_LEQ");
      features![node] = columnOf[view[node]!]!;
      yes![node] = child[node]! - root;
      no![node] = child[node]! + 1 - root;
      tracks![node] = odd ? 1 : 0;
      limits[node] = limitOf(inputs[input]!, threshold[node]! - (odd ? 1 : 0));
    }
  }
  return {
    n_targets: members.length * start.length,
    aggregate_function: "SUM",
    nodes_treeids: treeIds,
    nodes_nodeids: nodeIds,
    nodes_featureids: features!,
    nodes_modes: modes,
    nodes_values_as_tensor: limits,
    nodes_truenodeids: yes!,
    nodes_falsenodeids: no!,
    nodes_missing_value_tracks_true: tracks!,
    target_treeids: Int32Array.from(target, ({ tree }) => tree),
    target_nodeids: Int32Array.from(target, ({ node }) => node),
    target_ids: Int32Array.from(target, ({ id }) => id),
    target_weights_as_tensor: Float64Array.from(target, ({ weight }) => weight),
  };
}

/** The value up to which a split sends known cells left: beyond every cell where the code is beyond all. */
function limitOf(input: TreeInput, code: number): number {
  if (input.kind === "sets") return 0.5;
  if (input.kind === "order") return code + 0.5;
  if (code < 0) return -1e300;
  return code < input.thresholds.length ? input.thresholds[code]! : 1e300;
}
