export type { RoundRecord, Watch } from "./descent/training.ts";
export type { LayerLike, ModelLike, TensorLike, WeightLike } from "./layers/layers-model.ts";
export { type Dataset, type OccamFitOptions, type OccamFitted, occamFit } from "./layers/occam-fit.ts";
export { readMasks, type SavedMasks, type SavedModel } from "./layers/saved-model.ts";
