import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared, Task } from "../../prepare/prepared.ts";
import { checkNetwork } from "../check.ts";
import type { Engine, Step, Trainer, TrainerState } from "../engine.ts";
import { lossOf } from "../loss.ts";
import type { Network } from "../../network/network.ts";
import { type Backend, onGpu } from "./backend.ts";
import { networkOf, type NetworkState, startState } from "./network-state.ts";
import { Stack } from "./stack.ts";
import { Turns } from "./turns.ts";

/**
 * TensorFlow.js over dense matrices with a mask: for GPUs and for comparison. Pruned weights are zeros that are still
 * multiplied, and `operations` counts them; only dead units make a step cheaper. One seed gives the same bytes on the
 * same backend and machine. The networks of a bag train at once on a GPU, which waits for calls. On a CPU they train
 * one by one: their numbers then stay in its cache.
 */
export function tfjsEngine(backend: Backend, together = onGpu.has(backend.name)): Engine {
  const loadTogether = async (starts: readonly Network[], task: Task): Promise<readonly Trainer[]> => {
    for (const start of starts) checkNetwork(start);
    const loss = lossOf(task, starts[0]!);
    const turns = new Turns(new Stack(backend, starts.map(startState), loss));
    return starts.map((_, model) => new TfjsTrainer(turns, model));
  };
  return {
    name: `tfjs ${backend.name}`,
    load: async (start, task) => (await loadTogether([start], task))[0]!,
    ...(together ? { loadTogether } : {}),
  };
}

interface TfjsState extends TrainerState {
  readonly network: NetworkState;
}

const stateName = "tfjs";

/** One network of a stack. */
class TfjsTrainer implements Trainer {
  private readonly turns: Turns;
  private readonly model: number;

  constructor(turns: Turns, model: number) {
    this.turns = turns;
    this.model = model;
  }

  get operations(): number {
    return this.turns.stack.operations[this.model]!;
  }

  epoch(data: Prepared, order: Uint32Array, step: Step): Promise<number> {
    return this.turns.epoch(this.model, data, { order, step });
  }

  forward(inputs: Matrix, rows: RowIndex | null): Promise<Matrix> {
    return this.turns.forward(this.model, inputs, rows);
  }

  async read(): Promise<Network> {
    return networkOf(await this.state());
  }

  async secondMoments(): Promise<readonly Float32Array[]> {
    const state = await this.state();
    return networkOf({ ...state, value: state.square }).layers.map(({ weight }) => weight);
  }

  prune(keep: readonly Uint8Array[]): Promise<void> {
    return this.turns.take(() => this.turns.stack.prune(this.model, keep));
  }

  async save(): Promise<TfjsState> {
    return { engine: stateName, network: await this.state() };
  }

  async restore(state: TrainerState): Promise<void> {
    if (!isTfjsState(state)) throw new Error(`State of engine "${state.engine}" is not ours.`);
    await this.turns.take(() => this.turns.stack.restore(this.model, state.network));
  }

  dispose(): void {
    this.turns.leave(this.model);
  }

  private async state(): Promise<NetworkState> {
    const states = await this.turns.take(() => this.turns.stack.save());
    return states[this.model]!;
  }
}

function isTfjsState(state: TrainerState): state is TfjsState {
  return state.engine === stateName;
}
