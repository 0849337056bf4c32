import { keptByOccam, networkModel, rivalOf } from "./network.ts";

/** Gradual magnitude pruning on a schedule (Zhu & Gupta, arXiv:1710.01878). */
export const gradual = networkModel({
  id: "gradual",
  label: "Network pruned gradually",
  mark: { color: "gold", shape: "star" },
  needs: ["occam"],
  describe: () => "The same networks, pruned on a fixed cubic schedule to the size that Occam found.",
  descent: (preset, { fold }) => ({ ...rivalOf(preset), method: { kind: "gradual", keep: keptByOccam(fold).share } }),
});
