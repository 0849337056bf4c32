export type { RoundRecord, Watch } from "./descent/training.ts";
export type { Dataset } from "./layers/dataset.ts";
export type { LayerLike, ModelLike, TensorLike, WeightLike } from "./layers/layers-model.ts";
export { type OccamFitted, occamFit } from "./layers/occam-fit.ts";
export type { OccamFitOptions } from "./layers/options.ts";
export { readMasks, type SavedMasks, type SavedModel } from "./layers/saved-model.ts";
