import type { NetworkLearner, Snapshot } from "../../descent/network-learner.ts";

/** Which weights stay, of those that were there at the start: a byte each, by layer. More of them keep the fewer. */
export interface Choice {
  readonly most: number; // weights that may be asked for
  readonly masks: (count: number) => readonly Uint8Array[];
}

/**
 * Leaves at most `size` weights of the network in `start`, as many as can be. A mask of that many would leave fewer,
 * and of a wide network next to nothing: units without inputs or without outputs go, and their other weights with
 * them. So the mask is as large as leaves `size` weights connected.
 */
export async function keepConnected(
  learner: NetworkLearner,
  start: Snapshot,
  { size, choice: { most, masks } }: { readonly size: number; readonly choice: Choice },
): Promise<void> {
  const keep = async (count: number) => {
    await learner.restore(start);
    await learner.keep(masks(count));
    return learner.weights;
  };
  let [low, high] = [size, most + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((await keep(middle)) <= size) low = middle;
    else high = middle;
  }
  await keep(low);
}
