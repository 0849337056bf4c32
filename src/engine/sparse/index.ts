import type { Span } from "../../prepare/prepared.ts";
import { checkNetwork } from "../check.ts";
import type { Engine, Trainer } from "../engine.ts";
import { lossOf } from "../loss.ts";
import { logisticLoss, softmaxLoss, squaredLoss } from "./schema.ts";
import { engineName, SparseTrainer } from "./trainer.ts";
import { Workspace } from "./workspace.ts";

const noSpans: readonly Span[] = [];
const lossNumbers = { squared: squaredLoss, logistic: logisticLoss, softmax: softmaxLoss };

/**
 * Float32 in WebAssembly SIMD: a step costs what its surviving weights cost. One thread; same bytes on every machine.
 * `epoch` keeps a copy of `data.inputs` with its targets and row weights, one for all trainers loaded beside one
 * another, and takes the same object to hold the same numbers next time; a table whose rows take more than
 * `mostResident` bytes streams through. NaN or infinite inputs are for the caller to refuse: here they end in a loss
 * that is NaN, and `restore` goes back. A scale between −1e-12 and 1e-12 works as if it were ±1e-12.
 */
export function sparseEngineFor(mostResident: number): Engine {
  return {
    name: engineName,
    load: async (start, task, { spans = noSpans, beside } = {}) => {
      checkNetwork(start);
      const loss = lossNumbers[lossOf(task, start)];
      const inputs = start.scale.length;
      const shared = beside instanceof SparseTrainer ? beside.workspace : null;
      const workspace = shared?.isFor(inputs, spans) ? shared : new Workspace(inputs, spans, mostResident);
      return new SparseTrainer(workspace, { network: start, loss, spans });
    },
  };
}

/** Enough for usual tables: where rows take more than 256 MB, copying them each time costs little beside computing. */
export const sparseEngine: Engine = sparseEngineFor(1 << 28);

/**
 * What the kernel did for a trainer of this engine: panels of 32 rows computed with SIMD, and bytes of the memory that
 * it shares with those beside it.
 */
export function kernelWork(trainer: Trainer): { readonly panels: number; readonly bytes: number } {
  if (!(trainer instanceof SparseTrainer)) throw new Error("This trainer is not of the sparse engine.");
  return { panels: trainer.panels, bytes: trainer.bytes };
}
