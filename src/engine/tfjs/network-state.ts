import { joined } from "../../base/join.ts";
import { compact } from "../../network/compact.ts";
import { connectedInputs } from "../../network/inputs.ts";
import type { Layer, Network, Pattern } from "../../network/network.ts";

/**
 * Everything that training changes of one network, on the host. Each vector holds what is learnt and nothing else: for
 * every layer its kept weights and then its biases, and at the end the input scale.
 */
export interface NetworkState {
  readonly layers: readonly Pattern[];
  readonly inputs: number;
  readonly skip: boolean;
  readonly value: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
  readonly powers: readonly [number, number]; // β₁ᵗ, β₂ᵗ
}

/** A network before its first step. */
export function startState({ layers, scale, skip }: Network): NetworkState {
  const value = joined(Float32Array, [...layers.flatMap(({ weight, bias }) => [weight, bias]), scale]);
  const zeros = () => new Float32Array(value.length);
  return { layers, inputs: scale.length, skip, value, mean: zeros(), square: zeros(), powers: [1, 1] };
}

export function networkOf({ layers, inputs, skip, value }: NetworkState): Network {
  let at = 0;
  const take = (count: number) => value.slice(at, (at += count));
  const filled = layers.map(
    (layer): Layer => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      rowStart: layer.rowStart.slice(),
      column: layer.column.slice(),
      weight: take(layer.column.length),
      bias: take(layer.outputs),
    }),
  );
  return { layers: filled, scale: take(inputs), skip };
}

/**
 * The state after `Trainer.prune`: smaller layers, constants of dead units in the biases, no moments of what is gone or
 * unread.
 */
export function prunedState(state: NetworkState, keep: readonly Uint8Array[]): NetworkState {
  const smaller = compact(networkOf(state).layers, keep);
  const kept: number[] = [];
  const biases: number[] = [];
  let at = 0;
  for (const [index, { keptWeights, keptUnits, bias }] of smaller.entries()) {
    const weights = state.layers[index]!.column.length;
    for (const k of keptWeights) kept.push(at + k);
    for (const [unit, before] of keptUnits.entries()) {
      biases.push(kept.length, bias[unit]!);
      kept.push(at + weights + before);
    }
    at += weights + state.layers[index]!.outputs;
  }
  const scale = kept.length;
  for (let input = 0; input < state.inputs; input++) kept.push(at + input);
  const pick = (vector: Float32Array) => Float32Array.from(kept, (from) => vector[from]!);
  const [value, mean, square] = [pick(state.value), pick(state.mean), pick(state.square)];
  for (let pair = 0; pair < biases.length; pair += 2) value[biases[pair]!] = biases[pair + 1]!;
  for (const [input, isRead] of connectedInputs(smaller, state.inputs).entries()) {
    if (isRead === 1) continue;
    mean[scale + input] = 0;
    square[scale + input] = 0;
  }
  return { ...state, layers: smaller, value, mean, square };
}
