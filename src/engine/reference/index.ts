import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { checkEpoch, checkInputs, checkNetwork } from "../check.ts";
import { compact } from "../../network/compact.ts";
import { connectedInputs } from "../../network/inputs.ts";
import type { Engine, Step, Trainer, TrainerState } from "../engine.ts";
import { type Loss, lossOf } from "../loss.ts";
import type { Network } from "../../network/network.ts";
import { adamStep, type Pace, type Powers } from "./adam.ts";
import { forwardRow } from "../../network/forward.ts";
import { backwardRow, zeroGradient } from "./descend.ts";
import { fromNetwork, type Learnt, type LearntLayer, type Parameters, pick, plainOf, toNetwork } from "./parameters.ts";

/**
 * The oracle: float64, one row after another, written to be read. About a hundred times slower than the sparse engine.
 */
export const referenceEngine: Engine = {
  name: "reference",
  load: async (start, task) => {
    checkNetwork(start);
    return new ReferenceTrainer(start, lossOf(task, start));
  },
};

interface ReferenceState extends TrainerState {
  readonly parameters: Parameters;
  readonly powers: Powers;
}

class ReferenceTrainer implements Trainer {
  operations = 0;
  private parameters: Parameters;
  private powers: Powers = { beta1Power: 1, beta2Power: 1 };
  private readonly loss: Loss;

  constructor(start: Network, loss: Loss) {
    this.parameters = fromNetwork(start);
    this.loss = loss;
  }

  async epoch(data: Prepared, order: Uint32Array, step: Step): Promise<number> {
    checkEpoch(this.parameters.scale.value.length, { data, order, step });
    let sum = 0;
    step.rates.forEach((rate, index) => {
      sum += this.descend(data, order.subarray(index * step.batch, (index + 1) * step.batch), { ...step, rate });
    });
    return sum / order.length;
  }

  private descend(data: Prepared, batch: Uint32Array, step: Pace): number {
    const gradient = zeroGradient(this.parameters);
    let sum = 0;
    for (const row of batch) {
      const weight = data.weights?.[row] ?? 1;
      const share = weight / batch.length;
      const inputs = rowOf(data.inputs, row);
      const target = data.targets[row]!;
      sum += weight * backwardRow(this.parameters, { inputs, target, share, loss: this.loss }, gradient);
    }
    this.powers = adamStep(this.parameters, gradient, { ...step, ...this.powers });
    // Forward, gradients of the weights, gradients of what the layer read: three multiply-adds a weight and row.
    this.operations += 3 * weightsOf(this.parameters) * batch.length;
    return sum;
  }

  async forward(inputs: Matrix, rows: RowIndex | null): Promise<Matrix> {
    checkInputs(this.parameters.scale.value.length, inputs, rows);
    const count = rows?.length ?? inputs.rows;
    const columns = this.parameters.layers.at(-1)!.outputs;
    const data = new Float32Array(count * columns);
    for (let i = 0; i < count; i++) {
      data.set(forwardRow(plainOf(this.parameters), rowOf(inputs, rows?.[i] ?? i)).at(-1)!, i * columns);
    }
    this.operations += weightsOf(this.parameters) * count;
    return { rows: count, columns, data };
  }

  async read(): Promise<Network> {
    return toNetwork(this.parameters);
  }

  async secondMoments(): Promise<readonly Float32Array[]> {
    return this.parameters.layers.map(({ weight }) => Float32Array.from(weight.square));
  }

  async prune(keep: readonly Uint8Array[]): Promise<void> {
    const { layers, skip, scale } = this.parameters;
    const values = layers.map((layer) => ({ ...layer, weight: layer.weight.value, bias: layer.bias.value }));
    const smaller = compact(values, keep).map((left, index) => ({
      inputs: left.inputs,
      outputs: left.outputs,
      rowStart: left.rowStart,
      column: left.column,
      weight: pick(layers[index]!.weight, left.keptWeights),
      bias: { ...pick(layers[index]!.bias, left.keptUnits), value: left.bias },
    }));
    this.parameters = { skip, scale: forgetUnread(scale, smaller), layers: smaller };
  }

  async save(): Promise<ReferenceState> {
    return {
      engine: referenceEngine.name,
      parameters: structuredClone(this.parameters),
      powers: this.powers,
    };
  }

  async restore(state: TrainerState): Promise<void> {
    if (!isReferenceState(state)) throw new Error(`State of engine "${state.engine}" is not ours.`);
    this.parameters = structuredClone(state.parameters);
    this.powers = state.powers;
  }

  dispose(): void {}
}

function isReferenceState(state: TrainerState): state is ReferenceState {
  return state.engine === referenceEngine.name;
}

/** The scale of an input that no layer reads stops: Adam forgets it. */
function forgetUnread(scale: Learnt, layers: readonly LearntLayer[]): Learnt {
  const isRead = connectedInputs(layers, scale.value.length);
  const forget = (moment: Float64Array) => moment.map((one, input) => (isRead[input] === 1 ? one : 0));
  return { value: scale.value, mean: forget(scale.mean), square: forget(scale.square) };
}

function rowOf(matrix: Matrix, row: number): Float32Array {
  return matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns);
}

function weightsOf(parameters: Parameters): number {
  return parameters.layers.reduce((sum, layer) => sum + layer.weight.value.length, 0);
}
