import type { NumberMatrix } from "../base/matrix.ts";
import type { Engine } from "../engine/engine.ts";
import type { Layer, Network } from "../network/network.ts";
import { weightCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";
import type { NetworkEnsemble } from "./fit-ensemble.ts";
import { predictEnsemble } from "./predict-ensemble.ts";
import { keepLargestOfAll } from "./prune.ts";

/** How far networks can be pruned before their training loss rises. */
export interface Prunability {
  readonly share: number; // of the weights, the smallest that still does
  readonly rows: number; // of the training rows, that the loss was taken on
}

const steps = 50; // shares tried, from all weights down
const mostRows = 4096;

/** A loss is as good as another that is within this share of it, or of the loss of networks without weights. */
const tolerance = 0.1;
const leastTolerance = 0.01;

/**
 * The smallest share of their weights that networks can keep, the largest under one threshold for all layers and
 * without any retraining, while the training loss stays within a tenth (prunability: L. Kuhn et al., arXiv:2103.06002).
 * The shares are fiftieths, tried from 1 down to the first that does worse. `rows` are those of the training.
 */
export async function prunability(
  model: NetworkEnsemble,
  { data, rows }: { readonly data: Prepared; readonly rows: Uint32Array },
  engine: Engine,
): Promise<Prunability> {
  const some = rows.subarray(0, mostRows);
  const lossAt = async (share: number) => {
    const networks = model.networks.map((network) => largestWeights(network, share));
    return trainingLoss({ ...model, networks }, { data, rows: some }, engine);
  };
  const allowed = allowedLoss(await lossAt(1), await lossAt(0));
  let kept = steps;
  while (kept > 0 && (await lossAt((kept - 1) / steps)) <= allowed) kept--;
  return { share: kept / steps, rows: some.length };
}

/** The largest loss that is as good as `loss`, where `empty` is that of networks without weights. */
export function allowedLoss(loss: number, empty: number): number {
  return loss + Math.max(tolerance * loss, leastTolerance * Math.max(0, empty));
}

/** The probability of the true class is not taken below this, as in the evaluation. */
const smallestProbability = 0.001;

/** Mean loss of rows: nats, or squared deviations. */
export async function trainingLoss(
  model: NetworkEnsemble,
  { data, rows }: { readonly data: Prepared; readonly rows: Uint32Array },
  engine: Engine,
): Promise<number> {
  const { inputs, task, targets, weights } = data;
  const predicted: NumberMatrix = await predictEnsemble(model, { inputs, task, rows }, engine);
  let sum = 0;
  let total = 0;
  for (const [i, row] of rows.entries()) {
    const weight = weights === null ? 1 : weights[row]!;
    const target = targets[row]!;
    if (task.kind === "regression") {
      const missed = (predicted.data[i]! - task.mean) / task.deviation - target;
      sum += weight * missed * missed;
    } else {
      sum -= weight * Math.log(Math.max(smallestProbability, predicted.data[i * predicted.columns + target]!));
    }
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

/** The network with this share of its weights, the largest of all layers together; biases stay. */
function largestWeights(network: Network, share: number): Network {
  const sizes = network.layers.map(({ weight }) => weight.map(Math.abs));
  const keep = keepLargestOfAll(sizes, Math.round(share * weightCount(network)));
  return { ...network, layers: network.layers.map((layer, index) => masked(layer, keep[index]!)) };
}

/** The layer without the weights whose byte is 0. */
function masked(layer: Layer, keep: Uint8Array): Layer {
  const rowStart = new Uint32Array(layer.outputs + 1);
  for (let unit = 0; unit < layer.outputs; unit++) {
    const kept = keep.subarray(layer.rowStart[unit], layer.rowStart[unit + 1]).reduce((sum, byte) => sum + byte, 0);
    rowStart[unit + 1] = rowStart[unit]! + kept;
  }
  const isKept = (_: number, k: number) => keep[k] === 1;
  return { ...layer, rowStart, column: layer.column.filter(isKept), weight: layer.weight.filter(isKept) };
}
