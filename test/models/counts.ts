import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { hash } from "../../src/base/random.ts";
import type { CoreInput } from "../../src/boosting/core.ts";
import { knownCodes } from "../../src/boosting/data.ts";
import { FastCore } from "../../src/boosting/fast-core.ts";
import { boostingTrainer, joinMembers } from "../../src/boosting/fit.ts";
import { boostingOptions } from "../../src/boosting/options.ts";
import { writeSides } from "../../src/boosting/trees.ts";
import { codeRows } from "../../src/forest/code.ts";
import { defaultForestOptions, type Forest, type ForestOptions, leafView, treeCount } from "../../src/forest/forest.ts";
import { growerOf, learnForest, startForest } from "../../src/forest/grow.ts";
import { growMljs } from "../../src/forest/mljs.ts";
import { PlainSearch } from "../../src/forest/plain-search.ts";
import type { SearchInput } from "../../src/forest/search.ts";
import { tuneForest } from "../../src/forest/tune.ts";
import { plainWalker } from "../../src/forest/walk.ts";
import { boostingData, boostingSeed } from "../../src/models/boosting.ts";
import type { ModelArtifact, ModelPart, TreesPart } from "../../src/model/artifact.ts";
import { binRows } from "../../src/models/boosting-bins.ts";
import { forestData } from "../../src/models/forests.ts";
import { modelOf } from "../../src/models/index.ts";
import type { Model } from "../../src/models/model.ts";
import { portfolio } from "../../src/models/portfolio.ts";
import { TrainingFold } from "../../src/models/training-fold.ts";
import type { Network } from "../../src/network/network.ts";
import type { Task } from "../../src/prepare/prepared.ts";
import { formatEnsemble } from "../../src/trees/json.ts";
import { type Count, type Counted, countingEngine } from "./contract.ts";
import { options, type TestFold, trainingFold, trainOn, untimed } from "./folds.ts";

/** Counts a bag of networks from what was saved, weight by weight, and its training from the trainers of its engine. */
export function countNetworks(model: Model): Count {
  return async (fold, trained) => {
    const saved = trained.save()!;
    if (saved.kind !== "networks") throw new Error("It is a model of networks.");
    const { networks, inverseTemperatures, task } = saved;
    const parts = networks.map(countNetwork);
    const temperature = task.kind === "classification" && inverseTemperatures.some((one) => one !== 1) ? 1 : 0;
    const { engine, operations } = countingEngine();
    await trainOn(model, fold, { engine });
    return {
      parameters: parts.reduce((sum, { weights, biases }) => sum + weights + biases, temperature),
      operations: operations(),
      operationsPerRow: parts.reduce((sum, { weights }) => sum + weights, 0),
    };
  };
}

/** Weights other than 0, and biases of outputs and of units that such a weight reads. */
function countNetwork({ layers, scale }: Network): { readonly weights: number; readonly biases: number } {
  if (scale.some((factor) => factor !== 1)) throw new Error("A saved network has its scale in its weights.");
  const weights = layers.reduce((sum, layer) => sum + [...layer.weight].filter((one) => one !== 0).length, 0);
  const read = layers.slice(1).map(({ column, weight }) => new Set([...column].filter((_, k) => weight[k] !== 0)));
  const hidden = layers.slice(0, -1).map(({ outputs }, l) => [...read[l]!].filter((unit) => unit < outputs).length);
  return { weights, biases: layers.at(-1)!.outputs + hidden.reduce((sum, one) => sum + one, 0) };
}

/** Counts a forest that the plain search grows anew, by walking its trees node by node. */
export function countForest(changes: Partial<ForestOptions> = {}): Count {
  return async (fold) => {
    const { task, rows, seed } = trainingFold(fold);
    const asked = { ...defaultForestOptions(task, options.trees), ...changes, seed };
    const data = forestData(trainingFold(fold));
    return countGrown(fold, startForest(data, rows, { ...asked, makeSearch: plainSearch }).grow(0, asked.trees));
  };
}

/** Counts the forest that plain searches grow after the same trials. */
export const countTunedForest: Count = async (fold) => {
  const { task, rows, seed } = trainingFold(fold);
  const asked = { ...defaultForestOptions(task, options.trees), seed, makeSearch: plainSearch };
  let grown = 0;
  const tuned = tuneForest(learnForest(forestData(trainingFold(fold)), rows, asked), options.trees, {
    goesOn: () => true,
    grow: (learnt, from, to) => {
      const part = growerOf(learnt, plainSearch).grow(from, to);
      grown += part.operations;
      return part;
    },
  });
  const { parameters, operationsPerRow } = countGrown(fold, tuned.forest);
  expect(tuned.operations).toBeGreaterThan(grown); // walks out of bag count
  const calibration = tuned.calibration.inverseTemperature === 1 && tuned.calibration.floor === 0 ? 0 : 2;
  return { parameters: parameters + calibration, operations: tuned.operations, operationsPerRow };
};

function plainSearch(input: SearchInput): PlainSearch {
  return new PlainSearch(input);
}

function countGrown(fold: TestFold, forest: Forest): Counted {
  const walker = plainWalker(
    forest,
    codeRows(forest.columns, fold.data.columns, { rows: fold.test }),
    fold.test.length,
  );
  let visits = 0;
  for (let tree = 0; tree < treeCount(forest); tree++) visits += walker.walk(tree).visits;
  return {
    parameters: countTrees(forest, forest.task),
    operations: forest.operations,
    operationsPerRow: visits / fold.test.length,
  };
}

function countTrees(forest: Forest, task: Task): number {
  const numbersOfLeaf = task.kind === "regression" ? 1 : task.classes.length - 1;
  const isLeaf = leafView(forest.columns.length);
  let numbers = 0;
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const waiting = [0];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const at = forest.treeStart[tree]! + node;
      if (forest.view[at] === isLeaf) numbers += numbersOfLeaf;
      else {
        numbers += 2;
        waiting.push(forest.child[at]!, forest.child[at]! + 1);
      }
    }
  }
  return numbers;
}

/** A core of boosting that counts the sums of its histograms and the bins that it looks at. */
class CountingCore extends FastCore {
  operations = 0;
  private bins = 0;
  private columns = 0;
  private readonly known: readonly number[];

  constructor(input: CoreInput) {
    super(input);
    this.known = input.columns.map(({ known }) => known);
  }

  override searchIn(...asked: Parameters<FastCore["searchIn"]>): void {
    this.columns = asked[0].length;
    this.bins = asked[0].reduce((sum, column) => sum + this.known[column]! + 1, 0);
    super.searchIn(...asked);
  }

  override fill(...asked: Parameters<FastCore["fill"]>): void {
    this.operations += this.columns * (asked[2] - asked[1]);
    super.fill(...asked);
  }

  override subtract(...asked: Parameters<FastCore["subtract"]>): void {
    this.operations += this.bins;
    super.subtract(...asked);
  }

  override find(...asked: Parameters<FastCore["find"]>): ReturnType<FastCore["find"]> {
    this.operations += this.bins;
    return super.find(...asked);
  }
}

/** Counts boosted trees by walking them node by node, and their training from its core. */
export const countBoosting: Count = async (fold) => {
  const own = trainingFold(fold);
  const data = boostingData(own);
  const cores: CountingCore[] = [];
  const makeCore = (input: CoreInput) => {
    cores.push(new CountingCore(input));
    return cores.at(-1)!;
  };
  const trainer = boostingTrainer(data, { options: boostingOptions(data.task), seed: boostingSeed(own), makeCore });
  const members = trainer.parts.map((part) => trainer.train(part, () => true));
  const { columns, start } = joinMembers(data, members);
  const codes = binRows(columns, fold.data.columns, fold.test);
  const sides = new Uint8Array(256);
  let parameters = start.length + (own.task.kind === "classification" ? 1 : 0);
  let visits = 0;
  for (const { trees } of members) {
    for (let tree = 0; tree < trees.treeStart.length - 1; tree++) {
      const waiting = [{ node: 0, rows: [...fold.test.keys()] }];
      for (let open = waiting.pop(); open !== undefined; open = waiting.pop()) {
        const at = trees.treeStart[tree]! + open.node;
        const child = trees.child[at]!;
        visits += open.rows.length;
        parameters += child === 0 ? 1 : 2; // sets of up to 32 levels are one number
        if (child === 0) continue;
        const column = columns[trees.column[at]!]!;
        writeSides(trees, { tree, node: at }, column.kind === "category" ? null : knownCodes(column), sides);
        const goesRight = (row: number) => sides[codes[trees.column[at]!]![row]!] === 1;
        waiting.push({ node: child, rows: open.rows.filter((row) => !goesRight(row)) });
        waiting.push({ node: child + 1, rows: open.rows.filter(goesRight) });
      }
    }
  }
  return {
    parameters,
    operations: cores[0]!.operations,
    operationsPerRow: visits / fold.test.length,
  };
};

/** Counts the nodes of the package's own JSON; it counts no work. */
export const countMljs: Count = async (fold) => {
  const { task, rows, seed } = trainingFold(fold);
  const forest = await growMljs(forestData(trainingFold(fold)), rows, { ...options, seed });
  const text = JSON.stringify(forest.model);
  const inner = text.match(/"left":/gu)?.length ?? 0;
  const numbersOfLeaf = task.kind === "regression" ? 1 : task.classes.length - 1;
  // A binary tree has a leaf more than inner nodes.
  return { parameters: 2 * inner + numbersOfLeaf * (inner + options.trees), operations: 0, operationsPerRow: 0 };
};

/** Class shares that add up to 1, or a mean; each training row is read once. */
export const countDummy: Count = async ({ data, train }) => ({
  parameters:
    data.kind === "regression" ? 1 : new Set(data.target.kind === "category" ? data.target.codes : []).size - 1,
  operations: train.length,
  operationsPerRow: 0,
});

/**
 * Counts a portfolio as the sum of the models in it and a share for each, and its training as that of all candidates, on
 * the whole fold and on all inner parts but one, with the predictions of that one.
 */
export const countPortfolio: Count = async (fold, trained) => {
  const own = trainingFold(fold);
  const saved = trained.save();
  if (saved?.kind !== "portfolio") throw new Error("It is a portfolio.");
  const { parts } = own.deal(5);
  let [parameters, operations, operationsPerRow] = [saved.parts.length, 0, 0];
  for (const id of portfolio.needs) {
    const whole = await trainOn(modelOf(id), fold);
    operations += whole.cost.operations;
    const artifact = whole.save();
    if (!saved.parts.some(({ model }) => holdsSame(model, artifact))) continue;
    const { values, operations: predicting } = await whole.predict(fold.data.columns, fold.test);
    parameters += whole.size.parameters;
    operationsPerRow += predicting / fold.test.length + values.columns;
  }
  for (const part of new Set(parts)) {
    const rows = own.rows.filter((_, i) => parts[i] !== part);
    const seed = hash([own.seed, "portfolio", own.number, part]);
    const inner = new TrainingFold({ data: fold.data, rows, number: own.number, seed }, own);
    for (const id of portfolio.needs) {
      const one = await modelOf(id).train(inner, options, untimed);
      const held = own.rows.filter((_, i) => parts[i] === part);
      operations += one.cost.operations + (await one.predict(fold.data.columns, held)).operations;
    }
  }
  return { parameters, operations, operationsPerRow };
};

/** Whether a part is a model, as files hold the two: trees are rounded as they are written. */
function holdsSame(part: ModelPart, artifact: ModelArtifact | null): boolean {
  if (part.kind === "networks")
    return artifact?.kind === "networks" && isDeepStrictEqual(part.networks, artifact.networks);
  const written = ({ ensemble, task }: TreesPart) => formatEnsemble(ensemble, task);
  return artifact?.kind === "trees" && isDeepStrictEqual(written(part), written(artifact));
}
