import { defaultEncoderOptions, type EncoderOptions } from "../prepare/options.ts";
import { type OccamOptions, presets } from "../descent/options.ts";
import type { ModelId, Preset } from "./request.ts";

/** How one network model of a comparison is encoded and trained. */
export interface Recipe {
  readonly options: OccamOptions;
  readonly encoder: EncoderOptions;
}

/** The size that guarded descent found: a rival is given the same, so that only the way there differs. */
export interface FoundSize {
  readonly keep: number; // share of the starting weights
  readonly parametersPerMember: number;
}

export const networkModels = ["occam", "linear", "dense", "pruned", "gradual", "random", "small", "paper"] as const;
export type NetworkModel = (typeof networkModels)[number];

export function isNetwork(model: ModelId): model is NetworkModel {
  return (networkModels as readonly ModelId[]).includes(model);
}

/** Rivals that need to know the size first. */
export function needsSize(model: NetworkModel): boolean {
  return model === "pruned" || model === "gradual" || model === "random" || model === "small";
}

/** Rounds of a descent that is not a ladder: with those dense training takes several times the operations of a ladder. */
const rivalRounds = 40;

/** `inputs` is the encoded width, `outputs` that of the network; both only matter to `small`. */
export function recipeFor(
  model: NetworkModel,
  preset: Preset,
  size: FoundSize | null,
  shape: { readonly inputs: number; readonly outputs: number },
): Recipe {
  const base: OccamOptions = presets[preset];
  const encoder = defaultEncoderOptions;
  const rival = { ...base, denseRounds: rivalRounds };
  const keep = size?.keep ?? 1;
  switch (model) {
    case "occam":
      return { options: base, encoder };
    case "dense":
      return { options: { ...rival, descent: { kind: "dense" }, startDensity: 1 }, encoder };
    case "pruned":
      return { options: { ...rival, descent: { kind: "once", keep } }, encoder };
    case "gradual":
      return { options: { ...rival, descent: { kind: "gradual", keep } }, encoder };
    case "random":
      return { options: { ...rival, descent: { kind: "random", keep } }, encoder };
    case "small": {
      const widths = smallWidths(size?.parametersPerMember ?? 0, shape);
      return {
        options: { ...rival, descent: { kind: "dense" }, startDensity: 1, widths, skip: widths.length === 0 },
        encoder,
      };
    }
    case "paper":
      return {
        options: { ...rival, descent: { kind: "paper" }, startDensity: 1, pruneFraction: 0.4 },
        encoder,
      };
    case "linear":
      return {
        options: { ...rival, descent: { kind: "dense" }, widths: [], members: 1, calibrate: "full" },
        encoder: { ...encoder, bins: "none" },
      };
  }
}

/** Widths w and w / 2 of the dense network with about so many parameters; none where not even one unit fits. */
function smallWidths(parameters: number, { inputs, outputs }: { inputs: number; outputs: number }): readonly number[] {
  const count = (width: number) => {
    const second = Math.max(1, Math.round(width / 2));
    return (inputs + 1) * width + (width + 1) * second + (second + 1) * outputs;
  };
  let width = 0;
  while (count(width + 1) <= parameters) width++;
  return width === 0 ? [1] : [width, Math.max(1, Math.round(width / 2))];
}
