import { Worker } from "node:worker_threads";
import { UserError } from "../../base/errors.ts";
import { orAborted } from "../../run/aborted.ts";
import type { BlockPrediction } from "./block.ts";
import type { ColumnBlock } from "./columns.ts";
import type { Block } from "../files/record-splitter.ts";
import type { BlockReply, Work } from "./worker.ts";

/** From the sources, as in tests, the built one runs: Node 20 cannot run TypeScript. */
const workerUrl = new URL(
  import.meta.url.endsWith(".ts") ? "../../../dist/commands/prediction/worker.js" : "./worker.js",
  import.meta.url,
);

const waitingBlocks = 2; // of each worker, so that none waits for the reader

/**
 * Predicts blocks on worker threads and gives the results in the order of the blocks; a few of them are held at a
 * time. Ends all threads when it ends, however it does.
 */
export async function* predictBlocks(
  blocks: AsyncIterable<Block | ColumnBlock>,
  work: Work,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal },
): AsyncGenerator<BlockPrediction> {
  const workers = Array.from({ length: count }, () => new BlockWorker(work));
  const pending: Promise<BlockPrediction>[] = [];
  try {
    let next = 0;
    for await (const block of blocks) {
      const prediction = workers[next++ % count]!.predict(block);
      prediction.catch(() => {}); // the caller awaits it in its turn
      pending.push(prediction);
      if (pending.length >= waitingBlocks * count) yield await orAborted(pending.shift()!, signal);
    }
    while (pending.length > 0) yield await orAborted(pending.shift()!, signal);
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

interface Waiting {
  readonly resolve: (prediction: BlockPrediction) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that answers in the order in which it is asked. */
class BlockWorker {
  private readonly thread: Worker;
  private readonly waiting: Waiting[] = [];

  constructor(work: Work) {
    this.thread = new Worker(workerUrl, { workerData: work });
    this.thread.on("message", (reply: BlockReply) => {
      const { resolve, reject } = this.waiting.shift()!;
      if (reply.kind === "done") resolve(reply.prediction);
      else reject(new UserError(reply.message, reply.hint === undefined ? {} : { hint: reply.hint }));
    });
    this.thread.on("error", (error: Error) => this.fail(error));
    this.thread.on("exit", () => this.fail(new Error("A worker thread ended too early.")));
  }

  predict(block: Block | ColumnBlock): Promise<BlockPrediction> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.thread.postMessage(block, buffersOf(block));
    });
  }

  async end(): Promise<void> {
    await this.thread.terminate();
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}

/** Memory of a block alone, which can be handed over. */
function buffersOf(block: Block | ColumnBlock): readonly ArrayBuffer[] {
  const arrays = "bytes" in block ? [block.bytes] : block.columns.map(({ values }) => values);
  return arrays.flatMap((array) => {
    const isAlone = ArrayBuffer.isView(array) && array.byteLength === array.buffer.byteLength;
    return isAlone ? (array.buffer as ArrayBuffer) : [];
  });
}
