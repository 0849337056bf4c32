import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../base/errors.ts";
import { type BlockPrediction, blockPredictor, type BlockSettings } from "./block.ts";
import { type ColumnBlock, columnPredictor, type ColumnSettings } from "./columns.ts";
import type { Block } from "../files/record-splitter.ts";

/** What is the same for all blocks of a file, by what they are. */
export type Work = ({ readonly kind: "text" } & BlockSettings) | ({ readonly kind: "columns" } & ColumnSettings);

/** What a worker says of a block. */
export type BlockReply =
  | { readonly kind: "done"; readonly prediction: BlockPrediction }
  | { readonly kind: "mistake"; readonly message: string; readonly hint: string | undefined };

const predictBlock = predictorOf(workerData as Work);

// One block after the other: a block of columns is waited for.
let turn = Promise.resolve();
parentPort!.on("message", (block: Block & ColumnBlock) => {
  turn = turn.then(() => reply(block));
});

async function reply(block: Block & ColumnBlock): Promise<void> {
  try {
    const prediction = await predictBlock(block);
    const content = prediction.content.slice(); // alone in its memory, which is handed over
    parentPort!.postMessage({ kind: "done", prediction: { ...prediction, content } } satisfies BlockReply, [
      content.buffer,
    ]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    parentPort!.postMessage({ kind: "mistake", message: error.message, hint: error.hint } satisfies BlockReply);
  }
}

function predictorOf(work: Work): (block: Block & ColumnBlock) => BlockPrediction | Promise<BlockPrediction> {
  return work.kind === "text" ? blockPredictor(work) : columnPredictor(work);
}
