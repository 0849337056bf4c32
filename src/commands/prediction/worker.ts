import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../base/errors.ts";
import { type BlockPrediction, blockPredictor, type BlockSettings } from "./block.ts";
import type { Block } from "./record-splitter.ts";

/** What a worker says of a block. */
export type BlockReply =
  | { readonly kind: "done"; readonly prediction: BlockPrediction }
  | { readonly kind: "mistake"; readonly message: string; readonly hint: string | undefined };

const predictBlock = blockPredictor(workerData as BlockSettings);

parentPort!.on("message", (block: Block) => {
  try {
    const prediction = predictBlock(block);
    const content = prediction.content.slice(); // alone in its memory, which is handed over
    parentPort!.postMessage({ kind: "done", prediction: { ...prediction, content } } satisfies BlockReply, [
      content.buffer,
    ]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    parentPort!.postMessage({ kind: "mistake", message: error.message, hint: error.hint } satisfies BlockReply);
  }
});
