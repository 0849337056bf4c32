import { networkModel, rivalOf } from "./network.ts";

/** The published loop of Occam Gradient Descent (arXiv:2405.20194). */
export const paper = networkModel({
  id: "paper",
  label: "Published loop",
  mark: { color: "olive", shape: "triangle" },
  describe: () => "The same networks under the loop of the public scripts: pruned after every epoch, without a test.",
  descent: (preset) => ({
    ...rivalOf(preset),
    method: { kind: "paper" },
    ladder: { ...preset.ladder, pruneFraction: 0.4 },
  }),
});
