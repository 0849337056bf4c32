export type { EpochRecord, Watch } from "./train/learner.ts";
export type { LayerLike, ModelLike, TensorLike, WeightLike } from "./pipeline/layers-model.ts";
export { type Dataset, type OccamFitOptions, type OccamFitted, occamFit } from "./pipeline/occam-fit.ts";
export { readMasks, type SavedMasks, type SavedModel } from "./pipeline/saved-model.ts";
