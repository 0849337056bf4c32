import { defaultEncoderOptions } from "../prepare/options.ts";
import { networkModel, rivalOf } from "./network.ts";

/** One network without hidden layers. */
export const linear = networkModel({
  id: "linear",
  label: "Linear model",
  mark: { color: "green", shape: "triangle" },
  describe: () => "Logistic or linear regression on the plain inputs, trained by the same descent.",
  encoder: { ...defaultEncoderOptions, bins: "none" },
  descent: (preset) => ({
    ...rivalOf(preset),
    method: { kind: "dense" },
    ensemble: { ...preset.ensemble, members: 1, calibrate: "full" },
    network: { ...preset.network, widths: [] },
  }),
});
