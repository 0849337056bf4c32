import { networkModel } from "./network.ts";
import { roundRowsWithin, stretchesWithin } from "./pace.ts";

/** The sparse network: Occam Gradient Descent down a guarded ladder of prunings. */
export const occam = networkModel({
  id: "occam",
  label: "Occam network",
  mark: { color: "blue", shape: "circle" },
  timeShare: 7,
  describe: ({ preset }) =>
    `An ensemble of small networks, pruned during training and tested after every pruning (preset ${preset}).`,
  descent: (preset, { fold, options, shape, seconds }) => {
    const { maxParameters, maxOperations, pruneBy = preset.ladder.pruneBy } = options;
    const trained = { ...shape, rows: fold.rows.length };
    const pace =
      seconds === null
        ? {}
        : {
            roundRows: roundRowsWithin(seconds, trained, preset),
            stretches: stretchesWithin(seconds, trained, preset),
          };
    return {
      ...preset,
      descent: { ...preset.descent, maxOperations, ...pace },
      ladder: { ...preset.ladder, maxParameters, pruneBy },
    };
  },
});
