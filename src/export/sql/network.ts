import type { NetworkModel } from "../graph.ts";
import type { UnitLayer } from "../network-graph.ts";
import { literal } from "./cells.ts";
import type { Dialect } from "./dialects.ts";

/** A named step of the query: columns selected from the step before, or its text as it stands. */
export interface Step {
  readonly name: string;
  readonly columns: readonly string[];
  readonly from: string;
  readonly body?: string;
}

/** A step for the layers of each depth, of all members; a value comes along as long as a later one reads it. */
export function layerSteps(graph: NetworkModel, kept: readonly string[], dialect: Dialect): readonly Step[] {
  const depths: UnitLayer[][] = [];
  const count = new Map<number, number>();
  for (const layer of graph.layers) {
    const depth = count.get(layer.member) ?? 0;
    count.set(layer.member, depth + 1);
    (depths[depth] ??= []).push(layer);
  }
  const neededAfter = depths.map((_, depth) => {
    const needed = new Set(graph.outputs.flat());
    for (const layer of depths.slice(depth + 1).flat()) for (const source of layer.source) needed.add(source);
    return needed;
  });
  let present: readonly number[] = graph.inputs.map((_, i) => i);
  return depths.map((layers, depth) => {
    const carried = present.filter((value) => neededAfter[depth]!.has(value));
    const units = layers.flatMap((layer) => layer.bias.map((_, unit) => ({ layer, unit })));
    const made = units.map(({ layer, unit }) => `${unitSql(layer, unit, dialect)} AS v${layer.first + unit}`);
    present = [...carried, ...units.map(({ layer, unit }) => layer.first + unit)];
    return {
      name: `layer_${depth + 1}`,
      columns: [...kept, ...carried.map((value) => `v${value}`), ...made],
      from: depth === 0 ? "inputs" : `layer_${depth}`,
    };
  });
}

const termsTogether = 24; // a sum of thousands of terms in one chain is too deep for some parsers

function unitSql({ bias, start, source, weight, rectified }: UnitLayer, unit: number, dialect: Dialect): string {
  const terms: string[] = [];
  for (let k = start[unit]!; k < start[unit + 1]!; k++) terms.push(`${literal(weight[k]!)} * v${source[k]!}`);
  const constant = literal(bias[unit]!);
  if (terms.length === 0) {
    return `CAST(${literal(rectified ? Math.max(0, bias[unit]!) : bias[unit]!)} AS ${dialect.double})`;
  }
  const groups: string[] = [];
  for (let k = 0; k < terms.length; k += termsTogether) groups.push(terms.slice(k, k + termsTogether).join(" + "));
  const sum = groups.length === 1 ? groups[0]! : groups.map((group) => `(${group})`).join("\n      + ");
  const total = `${constant} + ${sum}`;
  return rectified ? dialect.greatest(["0.0", total]) : total;
}

/** From the outputs of the members to p1, p2, …: the mean over members, and for classes over temperatures. */
export function meanSteps(graph: NetworkModel, kept: readonly string[], dialect: Dialect): readonly Step[] {
  const from = lastLayer(graph);
  const { task, outputs, inverseTemperatures } = graph;
  if (task.kind === "regression") {
    const { mean, deviation, low, high } = task;
    const members = outputs.map(([output]) => {
      const number = `${literal(mean)} + ${literal(deviation)} * v${output}`;
      return dialect.least([String(high), dialect.greatest([String(low), number])]);
    });
    return [{ name: "predicted", columns: [...kept, `(${members.join(" + ")}) / ${members.length}.0 AS p1`], from }];
  }
  const classes = task.classes.length;
  const one = `CAST(1.0 AS ${dialect.double})`;
  if (classes === 1) return [{ name: "predicted", columns: [...kept, `${one} AS p1`, `${one} AS best`], from }];
  if (classes > 2) return softmaxSteps(graph, kept, dialect);
  const members = outputs.flatMap(([output]) =>
    inverseTemperatures.map((factor) => `1.0 / (1.0 + EXP(${exponent(`-${literal(factor)} * v${output}`, dialect)}))`),
  );
  const mean = `(${members.join(" + ")}) / ${members.length}.0`;
  return [
    { name: "averaged", columns: [...kept, `${mean} AS p2`], from },
    {
      name: "predicted",
      columns: [...kept, "1.0 - p2 AS p1", "p2", `${dialect.greatest(["1.0 - p2", "p2"])} AS best`],
      from: "averaged",
    },
  ];
}

/** The step of the deepest layers. */
function lastLayer({ layers }: NetworkModel): string {
  const depths = layers.map(({ member }) => layers.filter((layer) => layer.member === member).length);
  return `layer_${Math.max(...depths)}`;
}

/** Within what every database can take the exponential of. */
function exponent(z: string, dialect: Dialect): string {
  return dialect.greatest(["-700.0", dialect.least(["700.0", z])]);
}

function softmaxSteps(graph: NetworkModel, kept: readonly string[], dialect: Dialect): readonly Step[] {
  const { outputs, inverseTemperatures } = graph;
  const from = lastLayer(graph);
  const logits = outputs.flat().map((value) => `v${value}`);
  const tops = outputs.map(
    (output, m) =>
      `${largest(
        output.map((value) => `v${value}`),
        dialect,
      )} AS top${m}`,
  );
  const pairs = outputs.flatMap((output, m) => inverseTemperatures.map((factor, t) => ({ output, m, t, factor })));
  const powers = pairs.flatMap(({ output, m, t, factor }) =>
    output.map((value, k) => {
      const z = exponent(`${literal(factor)} * (v${value} - top${m})`, dialect);
      return `EXP(${z}) AS e${m}_${t}_${k + 1}`;
    }),
  );
  const classes = outputs[0]!.map((_, k) => k + 1);
  const totals = pairs.map(({ m, t }) => `${sum(classes.map((k) => `e${m}_${t}_${k}`))} AS total${m}_${t}`);
  const means = classes.map((k) => {
    const parts = pairs.map(({ m, t }) => `e${m}_${t}_${k} / total${m}_${t}`);
    return `(${sum(parts)}) / ${pairs.length}.0 AS p${k}`;
  });
  const named = pairs.flatMap(({ m, t }) => classes.map((k) => `e${m}_${t}_${k}`));
  const probabilities = classes.map((k) => `p${k}`);
  return [
    { name: "tops", columns: [...kept, ...logits, ...tops], from },
    { name: "powers", columns: [...kept, ...powers], from: "tops" },
    { name: "totals", columns: [...kept, ...named, ...totals], from: "powers" },
    { name: "averaged", columns: [...kept, ...means], from: "totals" },
    {
      name: "predicted",
      columns: [...kept, ...probabilities, `${largest(probabilities, dialect)} AS best`],
      from: "averaged",
    },
  ];
}

/** The largest of any number of values; functions take a hundred arguments or so. */
function largest(values: readonly string[], dialect: Dialect): string {
  const together = 50;
  if (values.length <= together) return dialect.greatest(values);
  const groups: string[] = [];
  for (let i = 0; i < values.length; i += together) {
    const group = values.slice(i, i + together);
    groups.push(group.length === 1 ? group[0]! : dialect.greatest(group));
  }
  return largest(groups, dialect);
}

function sum(values: readonly string[]): string {
  const groups: string[] = [];
  for (let i = 0; i < values.length; i += termsTogether) groups.push(values.slice(i, i + termsTogether).join(" + "));
  return groups.length === 1 ? groups[0]! : groups.map((group) => `(${group})`).join(" + ");
}
