import type { NetworkModel, TreeModel } from "../graph.ts";
import { element, type GraphBuilder, type Port, type Value } from "./builder.ts";
import type { Scope } from "./inputs.ts";

/** Outputs of the members, and a column of zeros, as long as the table. */
export interface Members {
  readonly graph: NetworkModel | TreeModel;
  readonly members: readonly Value[]; // rows × outputs of networks, or scores of trees
  readonly zeros: Value;
}

/** The name of an output; a column of that name keeps it. */
function outputName(wanted: string, { graph }: Scope): string {
  return graph.columns.some(({ name }) => name === wanted) ? `${wanted}_of_model` : wanted;
}

/** Adds the mean of the members' predictions, and for classes the likeliest one. */
export function addOutputs(scope: Scope, { graph, members, zeros }: Members): readonly Port[] {
  const { build } = scope;
  const { task } = graph;
  if (task.kind === "regression") {
    const { mean, deviation, low, high } = task;
    const numbers = members.map((output) => {
      const scaled = build.node("Mul", [output, build.doubles([deviation])]);
      return build.node("Clip", [
        build.node("Add", [scaled, build.doubles([mean])]),
        build.doubles([low]),
        build.doubles([high]),
      ]);
    });
    const variable = outputName("variable", scope);
    build.nodeTo(variable, { operator: "Div", inputs: [sum(build, numbers), build.doubles([numbers.length])] });
    return [{ name: variable, type: element.double, columns: 1 }];
  }
  const [label, probability] = [outputName("output_label", scope), outputName("output_probability", scope)];
  const count = task.classes.length;
  const one = build.doubles([1]);
  const isShared = graph.kind === "trees" && graph.ensemble.leaf.kind === "shares";
  const parts = count === 1 ? [] : members.flatMap((output) => probabilities(build, graph, output));
  if (count === 1) build.nodeTo(probability, { operator: "Add", inputs: [zeros, one] });
  else {
    const mean = build.node("Div", [sum(build, parts), build.doubles([parts.length])]);
    if (count === 2 && !isShared)
      build.nodeTo(probability, {
        operator: "Concat",
        inputs: [build.node("Sub", [one, mean]), mean],
        attributes: { axis: 1 },
      });
    else build.nodeTo(probability, { operator: "Identity", inputs: [mean] });
  }
  const likeliest = build.node("ArgMax", [probability], { axis: 1, keepdims: 0 });
  build.nodeTo(label, {
    operator: "Gather",
    inputs: [build.strings(task.classes), likeliest],
    attributes: { axis: 0 },
  });
  return [
    { name: label, type: element.string, columns: null },
    { name: probability, type: element.double, columns: count },
  ];
}

function sum(build: GraphBuilder, values: readonly Value[]): Value {
  return values.length === 1 ? values[0]! : build.node("Sum", values);
}

/** Of the second of two classes, or of each: for every temperature of networks, once of trees. */
function probabilities(build: GraphBuilder, graph: NetworkModel | TreeModel, output: Value): readonly Value[] {
  const isBinary = graph.task.kind === "classification" && graph.task.classes.length === 2;
  const calibrated = (factor: number): Value => {
    const logits = build.node("Mul", [output, build.doubles([factor])]);
    return isBinary ? build.node("Sigmoid", [logits]) : build.node("Softmax", [logits], { axis: 1 });
  };
  if (graph.kind === "networks") return graph.inverseTemperatures.map(calibrated);
  const { leaf, inverseTemperature, floor } = graph.ensemble;
  if (leaf.kind !== "shares") return [calibrated(inverseTemperature)];
  if (inverseTemperature === 1 && floor === 0) return [output];
  const raised = build.node("Pow", [
    build.node("Add", [output, build.doubles([floor])]),
    build.doubles([inverseTemperature]),
  ]);
  return [build.node("Div", [raised, build.node("ReduceSum", [raised, build.integers([1])], { keepdims: 1 })])];
}
