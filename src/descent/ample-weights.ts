import { outputCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { targetBits } from "./target-bits.ts";

/** A network may have the weights of this number of linear models, however few bits the targets hold. */
const linearModels = 3;

/**
 * The number of weights that sizes are measured by: one for each bit in the targets of the rows, which a network with
 * many more could store, but no fewer than three linear models of all inputs have. Pictures have about as many inputs
 * as a thousand labels have bits: with a weight a bit, a unit would see a handful of their pixels.
 */
export function ampleWeights(data: Prepared, rows: Uint32Array): number {
  return Math.max(targetBits(data, rows), linearModels * data.inputs.columns * outputCount(data.task));
}
