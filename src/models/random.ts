import { keptByOccam, networkModel, rivalOf } from "./network.ts";

/** A random mask from the start: shows what choosing the weights is worth. */
export const random = networkModel({
  id: "random",
  label: "Random mask",
  mark: { color: "crimson", shape: "circle" },
  needs: ["occam"],
  describe: () => "The same networks with a random part of the weights, as many as Occam kept.",
  descent: (preset, { fold }) => ({ ...rivalOf(preset), method: { kind: "random", keep: keptByOccam(fold).share } }),
});
