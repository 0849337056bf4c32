import type { Moments } from "./adam.ts";
import { type Layout, layoutOf, type Places, placesOf } from "./layout.ts";
import type { NetworkState } from "./network-state.ts";

/** Where the numbers of several networks stand in the rows of one matrix: models × layout.size. */
export interface Arrangement {
  readonly layout: Layout;
  readonly places: readonly Places[];
  readonly learnt: readonly Uint32Array[]; // of each network, the place of each number of its state
}

/** Throws unless the networks fit into one stack. */
export function arrange(states: readonly NetworkState[]): Arrangement {
  const first = states[0];
  if (first === undefined) throw new Error("A stack needs a network.");
  for (const { inputs, skip, layers } of states) {
    const fits =
      inputs === first.inputs &&
      skip === first.skip &&
      layers.length === first.layers.length &&
      layers.at(-1)?.outputs === first.layers.at(-1)?.outputs;
    if (!fits) throw new Error("The networks of a stack have one shape.");
  }
  const patterns = states.map(({ layers }) => layers);
  const layout = layoutOf(patterns, first.inputs, first.skip);
  const places = patterns.map((layers) => placesOf(layout, layers));
  const learnt = places.map(({ layers, scale }) =>
    Uint32Array.from([...layers.flatMap(({ weights, biases }) => [...weights, ...biases]), ...scale]),
  );
  return { layout, places, learnt };
}

/** The numbers of all networks as the device holds them, zeros where a network has none. */
export function spread(states: readonly NetworkState[], { layout, places, learnt }: Arrangement): Moments {
  const vectors = (["value", "mean", "square"] as const).map((name) => {
    const all = new Float32Array(states.length * layout.size);
    for (const [model, state] of states.entries()) {
      const row = all.subarray(model * layout.size, (model + 1) * layout.size);
      const from = state[name];
      for (const [at, place] of learnt[model]!.entries()) row[place] = from[at]!;
      if (name === "value") for (const one of places[model]!.ones) row[one] = 1;
    }
    return all;
  });
  return { value: vectors[0]!, mean: vectors[1]!, square: vectors[2]! };
}

/** The vectors of one network out of the rows of all. */
export function gather({ value, mean, square }: Moments, model: number, { layout, learnt }: Arrangement): Moments {
  const pick = (all: Float32Array) => {
    const row = all.subarray(model * layout.size, (model + 1) * layout.size);
    return Float32Array.from(learnt[model]!, (place) => row[place]!);
  };
  return { value: pick(value), mean: pick(mean), square: pick(square) };
}
