import { outputCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { targetBits } from "./target-bits.ts";

/** A pruned network may have the weights of this number of linear models. */
const beyondLinear = 3;

/**
 * The number of weights that sizes are measured by: one for each bit in the targets of the rows, which a network with
 * many more could store, but no fewer than a linear model of all inputs needs. Pictures have far more inputs than a few
 * thousand labels have bits: with a weight a bit, a unit would see a handful of their pixels.
 */
export function ampleWeights(data: Prepared, rows: Uint32Array): number {
  return Math.max(targetBits(data, rows), beyondLinear * data.inputs.columns * outputCount(data.task));
}
