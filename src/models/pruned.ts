import { keptByOccam, networkModel, rivalOf } from "./network.ts";

/** Train, prune once, retrain. */
export const pruned = networkModel({
  id: "pruned",
  label: "Network pruned once",
  mark: { color: "indigo", shape: "wye" },
  needs: ["occam"],
  describe: () => "The same networks, trained, pruned once to the size that Occam found, and retrained.",
  descent: (preset, { fold }) => ({ ...rivalOf(preset), method: { kind: "once", keep: keptByOccam(fold).share } }),
});
