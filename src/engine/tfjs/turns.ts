import type { Matrix, RowIndex } from "../../base/matrix.ts";
import { range } from "../../base/select.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import type { Run } from "./feed.ts";
import type { Stack } from "./stack.ts";

/** What a network waits for: its share of a computation of the whole stack. */
interface Wait<Work, Result> {
  readonly model: number;
  readonly work: Work;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets the networks of a stack be used one by one and computed together. An epoch or a forward pass that a network asks
 * for waits until this turn of the event loop has nothing else to do; what all networks asked for by then, over the
 * same data, runs as one. Whatever touches the stack waits its turn, so no network sees another half changed.
 */
export class Turns {
  readonly stack: Stack;
  private readonly epochs = new Map<Prepared, Wait<Run, number>[]>();
  private readonly forwards = new Map<Matrix, Wait<RowIndex, Matrix>[]>();
  private last: Promise<unknown> = Promise.resolve();
  private readonly gone = new Set<number>();

  constructor(stack: Stack) {
    this.stack = stack;
  }

  /** Does something with the stack after all earlier requests. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  epoch(model: number, data: Prepared, run: Run): Promise<number> {
    return this.wait(this.epochs, { data, model, work: run }, async (runs) => [
      ...(await this.stack.epoch(data, runs)),
    ]);
  }

  forward(model: number, inputs: Matrix, rows: RowIndex | null): Promise<Matrix> {
    const asked = rows ?? range(0, inputs.rows);
    return this.wait(this.forwards, { data: inputs, model, work: asked }, (all) => this.stack.forward(inputs, all));
  }

  /** Frees the stack when its last network goes. */
  leave(model: number): void {
    this.gone.add(model);
    if (this.gone.size === this.stack.models) this.stack.dispose();
  }

  private wait<Data, Work, Result>(
    waiting: Map<Data, Wait<Work, Result>[]>,
    { data, model, work }: { readonly data: Data; readonly model: number; readonly work: Work },
    compute: (works: readonly (Work | null)[]) => Promise<readonly (Result | null)[]>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waits = waiting.get(data) ?? [];
      // Two requests of one network never run as one computation.
      const isFirst = waits.length === 0 || waits.some((one) => one.model === model);
      if (!isFirst) {
        waits.push({ model, work, resolve, reject });
        return;
      }
      const fresh = [{ model, work, resolve, reject }];
      waiting.set(data, fresh);
      setImmediate(() => {
        if (waiting.get(data) === fresh) waiting.delete(data);
        void this.take(() => answer(fresh, this.stack.models, compute));
      });
    });
  }
}

async function answer<Work, Result>(
  waits: readonly Wait<Work, Result>[],
  models: number,
  compute: (works: readonly (Work | null)[]) => Promise<readonly (Result | null)[]>,
): Promise<void> {
  const works = Array.from<Work | null>({ length: models }).fill(null);
  for (const { model, work } of waits) works[model] = work;
  try {
    const results = await compute(works);
    for (const { model, resolve } of waits) resolve(results[model]!);
  } catch (error) {
    for (const { reject } of waits) reject(error);
  }
}
