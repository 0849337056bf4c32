import { networkModel, rivalOf } from "./network.ts";

/** Traditional gradient descent. */
export const dense = networkModel({
  id: "dense",
  label: "Dense network",
  mark: { color: "purple", shape: "diamond" },
  describe: () => "The same networks, trained to the end without pruning.",
  descent: (preset) => ({ ...rivalOf(preset), method: { kind: "dense" } }),
});
