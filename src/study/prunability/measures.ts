import { Random } from "../../base/random.ts";
import type { NetworkEnsemble } from "../../descent/fit-ensemble.ts";
import { allowedLoss, trainingLoss } from "../../descent/prunability.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Mark } from "../../evaluate/results/models.ts";
import type { Network } from "../../network/network.ts";
import type { Prepared } from "../../prepare/prepared.ts";

/**
 * Measures that may predict how well a network generalises, from its weights and training rows alone; more is worse.
 */
export const measures = [
  {
    id: "prunability",
    label: "Prunability",
    mark: { color: "blue", shape: "circle" },
    describe: "smallest share of the weights, the largest, that keeps the training loss within a tenth",
  },
  {
    id: "parameters",
    label: "Parameters",
    mark: { color: "purple", shape: "diamond" },
    describe: "weights and biases",
  },
  {
    id: "norm",
    label: "Squared norm",
    mark: { color: "teal", shape: "square" },
    describe: "sum of the squared weights",
  },
  {
    id: "pathNorm",
    label: "Path norm",
    mark: { color: "gold", shape: "triangle" },
    describe: "sum over all paths of the product of their squared weights",
  },
  {
    id: "sharpness",
    label: "Sharpness",
    mark: { color: "crimson", shape: "cross" },
    describe:
      "1 over the largest relative noise on the weights that keeps the training loss within a tenth: the opposite of " +
      "flatness",
  },
  {
    id: "trainLoss",
    label: "Training loss",
    mark: { color: "green", shape: "wye" },
    describe: "of the rows that were learnt, with their noise",
  },
] as const satisfies readonly { id: string; label: string; mark: Mark; describe: string }[];

export type MeasureId = (typeof measures)[number]["id"];

/** Sum of the squared weights. */
export function squaredNorm({ layers }: Network): number {
  return layers.reduce((sum, { weight }) => sum + weight.reduce((inner, value) => inner + value * value, 0), 0);
}

/** Sum over all paths from an input to an output of the product of their squared weights (no skip, scale 1). */
export function pathNorm({ layers, scale }: Network): number {
  let read = new Float64Array(scale.length).fill(1);
  for (const { rowStart, column, weight, outputs } of layers) {
    const next = new Float64Array(outputs);
    for (let unit = 0; unit < outputs; unit++) {
      for (let k = rowStart[unit]!; k < rowStart[unit + 1]!; k++) {
        next[unit]! += weight[k]! * weight[k]! * read[column[k]!]!;
      }
    }
    read = next;
  }
  return read.reduce((sum, value) => sum + value, 0);
}

const draws = 4; // of the noise, at each size
const halvings = 8;
const mostNoise = 2; // relative to each weight

/** 1 over the largest σ at which weights w·(1 + σz), z normal, have a mean training loss that is as good as before. */
export async function sharpness(
  model: NetworkEnsemble,
  { data, rows, random }: { readonly data: Prepared; readonly rows: Uint32Array; readonly random: Random },
  engine: Engine,
): Promise<number> {
  const network = model.networks[0]!;
  const lossOf = (changed: Network) => trainingLoss({ ...model, networks: [changed] }, { data, rows }, engine);
  const noises = Array.from({ length: draws }, () =>
    network.layers.map(({ weight }) => weight.map(() => random.normal())),
  );
  const lossAt = async (sigma: number) => {
    let sum = 0;
    for (const noise of noises) {
      const layers = network.layers.map((layer, index) => ({
        ...layer,
        weight: layer.weight.map((value, k) => value * (1 + sigma * noise[index]![k]!)),
      }));
      sum += await lossOf({ ...network, layers });
    }
    return sum / draws;
  };
  const empty = {
    ...network,
    layers: network.layers.map((layer) => ({ ...layer, weight: layer.weight.map(() => 0) })),
  };
  const allowed = allowedLoss(await lossOf(network), await lossOf(empty));
  let low = mostNoise / 4 ** halvings;
  let high = mostNoise;
  for (let step = 0; step < halvings; step++) {
    const middle = Math.sqrt(low * high);
    if ((await lossAt(middle)) <= allowed) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}
