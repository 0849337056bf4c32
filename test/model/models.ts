import type { Layer, Network } from "../../src/network/network.ts";
import type { ModelArtifact, NetworksModel, TreesPart } from "../../src/model/artifact.ts";
import type { TreeEnsemble } from "../../src/trees/trees.ts";
import type { Encoder } from "../../src/prepare/input-group.ts";
import { Random } from "../../src/base/random.ts";

/** A layer in which each weight is there with the given probability. */
export function sparseLayer(inputs: number, outputs: number, share: number, random: Random): Layer {
  const rowStart = [0];
  const column: number[] = [];
  for (let unit = 0; unit < outputs; unit++) {
    for (let input = 0; input < inputs; input++) if (random.uniform() < share) column.push(input);
    rowStart.push(column.length);
  }
  const floats = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  return {
    inputs,
    outputs,
    rowStart: Uint32Array.from(rowStart),
    column: Uint32Array.from(column),
    weight: floats(column.length),
    bias: floats(outputs),
  };
}

export function sparseNetwork(inputs: number, hidden: number, outputs: number, random: Random): Network {
  const ones = random.uniform() < 0.5;
  return {
    scale: Float32Array.from({ length: inputs }, () => (ones ? 1 : random.normal())),
    layers: [sparseLayer(inputs, hidden, 0.4, random), sparseLayer(hidden + inputs, outputs, 0.4, random)],
    skip: true,
  };
}

/** One group of each kind: 11 inputs, 12 with the second code. */
export function everyGroup(codedClasses: readonly (number | null)[]): Encoder {
  const code = { centre: 0.25, deviation: 0.5, smoothing: 3, values: [0.1, -0.2] };
  return {
    inputs: 10 + codedClasses.length,
    groups: [
      { kind: "scaled", column: "age", centre: 38.5, scale: 12 },
      { kind: "log", column: "age", centre: 38.5, typical: 5, far: 80 },
      { kind: "rank", column: "age", values: [17, 38.5, 90], shares: [0, 0.5, 1] },
      { kind: "bins", column: "age", edges: [17, 31.5, 90], means: [0.75, 0.2] },
      { kind: "missing", column: "age" },
      { kind: "pair", column: "__proto__", levels: ["no", "yes"] },
      { kind: "levels", column: "colour", levels: ["", "red"] },
      {
        kind: "many-levels",
        column: "colour",
        levels: ["constructor", "red"],
        counts: [2, 30],
        logCentre: 1.5,
        logDeviation: 0.5,
        codes: codedClasses.map((each) => ({ class: each, ...code })),
      },
    ],
  };
}

/** A bag of two networks on three columns; the seed decides sizes and weights. */
export function exampleModel(seed: number): NetworksModel {
  const random = Random.of(seed, "model");
  const classes = seed % 3 === 0 ? null : seed % 3 === 1 ? ["no", "yes"] : ["a", "b", "c"];
  const encoder = everyGroup(classes === null ? [null] : [1]);
  const outputs = classes === null || classes.length === 2 ? 1 : 3;
  return {
    target: "bought",
    task:
      classes === null
        ? { kind: "regression", mean: 0.1, deviation: 2.5, low: -3, high: 1e300 }
        : { kind: "classification", classes },
    columns: [
      { name: "age", kind: "numeric", dayFirst: null },
      { name: "__proto__", kind: "category", dayFirst: null },
      { name: "colour", kind: "category", dayFirst: null },
    ],
    kind: "networks",
    encoder,
    inverseTemperatures: classes === null ? [1] : [1, 0.7123],
    networks: [0, 1].map(() => sparseNetwork(encoder.inputs, random.below(6), outputs, random)),
    origin: {
      version: "0.1.0",
      data: "shop.csv",
      sha256: "00ff",
      rows: 100,
      seed,
      scores: [{ metric: "logLoss", mean: 0.3, deviation: 0.01 }],
    },
  };
}

/** Trees that read every kind of input, for two classes or a number: shares, a grid or single numbers in the leaves. */
export function exampleTrees(leaf: TreeEnsemble["leaf"]["kind"]): ModelArtifact & TreesPart {
  const { columns, origin, target } = exampleModel(1);
  const isNumber = leaf === "grid";
  const values = {
    shares: [1, 0, 0, 1, 13107 / 65535, 52428 / 65535],
    grid: [-1, 0.5, 2, -1, 1.5],
    single: [-1.5, 0.25, 1, 3, -0.5],
  };
  const rows = leaf === "shares" ? [0, 1, 2, 0, 1] : [0, 1, 2, 3, 4];
  return {
    ...{ target, columns, origin },
    kind: "trees",
    task: isNumber
      ? { kind: "regression", mean: 3, deviation: 2, low: 1, high: 7 }
      : { kind: "classification", classes: ["no", "yes"] },
    ensemble: {
      inputs: [
        { kind: "number", column: "age", thresholds: Float64Array.of(17.5, 30, 62.25) },
        { kind: "order", column: "__proto__", levels: ["yes", "no"] },
        { kind: "sets", column: "colour", levels: ["red", "", "blue"], sets: Uint8Array.of(0b1001, 0b0110) },
      ],
      leaf: leaf === "grid" ? { kind: "grid", low: -1, high: 2, steps: 6 } : { kind: leaf },
      members: [2],
      combine: leaf === "single" ? "sum" : "mean",
      start: leaf === "shares" ? [0, 0] : [0.125],
      inverseTemperature: isNumber ? 1 : 1.25,
      floor: leaf === "shares" ? 0.01 : 0,
      treeStart: Uint32Array.of(0, 5, 8),
      // The first tree: age ≤ 30 or missing, then the first set of colours. The second: whether __proto__ is "yes".
      view: Uint32Array.of(1, 4, rows[2]!, rows[0]!, rows[1]!, 2, rows[3]!, rows[4]!),
      threshold: Uint16Array.of(2, 0, 0, 0, 0, 0, 0, 0),
      child: Uint32Array.of(1, 3, 0, 0, 0, 6, 0, 0),
      values: Float32Array.from(values[leaf]),
    },
  };
}

/** A network and trees for the same two classes. */
export function examplePortfolio(): ModelArtifact {
  const { target, columns, origin, ...networks } = exampleModel(1);
  const { task, kind, ensemble } = exampleTrees("shares");
  return {
    ...{ target, columns, origin, task },
    kind: "portfolio",
    parts: [
      { share: 0.25, model: networks },
      { share: 0.75, model: { kind, task, ensemble } },
    ],
  };
}
