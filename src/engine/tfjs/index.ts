import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import type { Engine, Step, Trainer, TrainerState } from "../engine.ts";
import { lossOf } from "../loss.ts";
import type { Network } from "../network.ts";
import type { Backend } from "./backend.ts";
import { Stack, type StackState } from "./stack.ts";

/**
 * TensorFlow.js over dense matrices with a mask: for GPUs and for comparison. Pruned weights are zeros that are still multiplied,
 * and `operations` counts them; only dead units make a step cheaper. One seed gives the same bytes on the same backend and machine.
 */
export function tfjsEngine(backend: Backend): Engine {
  return {
    name: `tfjs ${backend.name}`,
    load: async (start, task) => new TfjsTrainer(new Stack(backend, [start], lossOf(task, start))),
  };
}

interface TfjsState extends TrainerState {
  readonly stack: StackState;
}

const stateName = "tfjs";

/** A stack of one network. */
class TfjsTrainer implements Trainer {
  private readonly stack: Stack;

  constructor(stack: Stack) {
    this.stack = stack;
  }

  get operations(): number {
    return this.stack.operations[0]!;
  }

  async epoch(data: Prepared, order: Uint32Array, step: Step): Promise<number> {
    const [loss] = await this.stack.epoch(data, [order], step);
    return loss!;
  }

  forward(inputs: Matrix, rows: RowIndex | null): Promise<Matrix> {
    return this.stack.forward(0, inputs, rows);
  }

  async read(): Promise<Network> {
    const [network] = await this.stack.read();
    return network!;
  }

  prune(keep: readonly Uint8Array[]): Promise<void> {
    return this.stack.prune([keep]);
  }

  async save(): Promise<TfjsState> {
    return { engine: stateName, stack: await this.stack.save() };
  }

  async restore(state: TrainerState): Promise<void> {
    if (!isTfjsState(state)) throw new Error(`State of engine "${state.engine}" is not ours.`);
    await this.stack.restore(state.stack);
  }

  dispose(): void {
    this.stack.dispose();
  }
}

function isTfjsState(state: TrainerState): state is TfjsState {
  return state.engine === stateName;
}
