import { connectedInputs } from "../network/inputs.ts";
import type { Layer, Network } from "../network/network.ts";
import { foldScale } from "../network/scale.ts";
import type { NetworksPart } from "../model/artifact.ts";
import type { Task } from "../prepare/prepared.ts";
import { type Input, inputsOf } from "./inputs.ts";

/**
 * Units that are computed together: each is its bias and a weighted sum of values before it. Compressed rows, one a
 * unit.
 */
export interface UnitLayer {
  readonly member: number; // of the ensemble
  readonly rectified: boolean; // max(0, sum), in hidden layers
  readonly first: number; // number of the first unit among all values
  readonly bias: readonly number[];
  readonly start: readonly number[]; // one more than units
  readonly source: readonly number[]; // values read
  readonly weight: readonly number[];
}

/**
 * Networks as a graph. A row's values are numbered: the inputs, then the units of the layers in their order. Inputs
 * that no network reads are left out, scales are folded into weights, skips are plain reads of inputs.
 */
export interface NetworkGraph {
  readonly kind: "networks";
  readonly task: Task;
  readonly inputs: readonly Input[];
  readonly layers: readonly UnitLayer[];
  readonly outputs: readonly (readonly number[])[]; // of each member, the values that it gives
  // probabilities are averaged over members and these; empty for regression
  readonly inverseTemperatures: readonly number[];
}

/** The graph of networks; `featureOf` gives the number of the feature that the encoder calls so. */
export function networkGraph(part: NetworksPart, featureOf: (name: string) => number): NetworkGraph {
  const { encoder, task } = part;
  const networks = part.networks.map(foldScale);
  const read = networks.map((network) => connectedInputs(network.layers, encoder.inputs));
  const made = encoder.groups.flatMap((group) => inputsOf(group, featureOf(group.column)));
  const inputs: Input[] = [];
  const terms = made.map((parts, position): readonly Term[] => {
    if (!read.some((one) => one[position] === 1)) return [];
    return parts.map(({ input, factor }) => ({ value: inputs.push(input) - 1, factor }));
  });
  const { layers, outputs } = unitLayers(networks, terms, inputs.length);
  const inverseTemperatures = task.kind === "regression" ? [] : part.inverseTemperatures;
  return { kind: "networks", task, inputs, layers, outputs, inverseTemperatures };
}

/** What an encoded input is worth in values of the graph. */
interface Term {
  readonly value: number;
  readonly factor: number;
}

function unitLayers(networks: readonly Network[], terms: readonly (readonly Term[])[], inputs: number) {
  const layers: UnitLayer[] = [];
  const outputs: number[][] = [];
  let next = inputs;
  for (const [member, network] of networks.entries()) {
    let below: readonly number[] = [];
    for (const [i, layer] of network.layers.entries()) {
      const units = { member, rectified: i + 1 < network.layers.length, first: next };
      layers.push({ ...units, ...rowsOf(layer, below, terms) });
      below = Array.from(layer.bias, (_, unit) => next + unit);
      next += layer.outputs;
    }
    outputs.push([...below]);
  }
  return { layers, outputs };
}

/** The rows of a layer that reads the units `below` and then the inputs. */
function rowsOf(layer: Layer, below: readonly number[], terms: readonly (readonly Term[])[]) {
  const start = [0];
  const source: number[] = [];
  const weight: number[] = [];
  for (let unit = 0; unit < layer.outputs; unit++) {
    for (let k = layer.rowStart[unit]!; k < layer.rowStart[unit + 1]!; k++) {
      const input = layer.column[k]! - below.length;
      if (input < 0) {
        source.push(below[layer.column[k]!]!);
        weight.push(layer.weight[k]!);
        continue;
      }
      for (const { value, factor } of terms[input]!) {
        source.push(value);
        weight.push(Math.fround(layer.weight[k]! * factor));
      }
    }
    start.push(source.length);
  }
  return { bias: [...layer.bias], start, source, weight };
}
