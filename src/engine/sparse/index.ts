import { checkNetwork } from "../check.ts";
import type { Engine, Trainer } from "../engine.ts";
import { lossOf } from "../loss.ts";
import { engineName, SparseTrainer } from "./trainer.ts";

/**
 * Float32 in WebAssembly SIMD: a step costs what its surviving weights cost. One thread; same bytes on every machine. `epoch` keeps a copy
 * of the columns of `data.inputs` that the network reads, with its targets and row weights, and takes the same object to hold the same
 * numbers next time. Of a table above 4 MB it does so while all that the members hold stays within twice the table; else rows stream through.
 * NaN or infinite inputs are for the caller to refuse: here they end in a loss that is NaN, and `restore` goes back.
 * A scale between −1e-12 and 1e-12 works as if it were ±1e-12.
 */
export const sparseEngine: Engine = {
  name: engineName,
  load: async (start, task, spans = [], members = 1) => {
    checkNetwork(start);
    const loss = ["squared", "logistic", "softmax"].indexOf(lossOf(task, start));
    return new SparseTrainer(start, loss, spans, members);
  },
};

/** What the kernel did for a trainer of this engine: panels of 32 rows computed with SIMD, and bytes of memory held. */
export function kernelWork(trainer: Trainer): { readonly panels: number; readonly bytes: number } {
  if (!(trainer instanceof SparseTrainer)) throw new Error("This trainer is not of the sparse engine.");
  return { panels: trainer.panels, bytes: trainer.bytes };
}
