import type { Matrix } from "../../base/matrix.ts";
import type { Optimizer } from "./adam.ts";
import type { Backend } from "./backend.ts";
import { tableOf } from "./feed.ts";
import { type Arrangement, arrange, spread } from "./moments.ts";
import type { NetworkState } from "./network-state.ts";
import type { Tensor } from "./tensorflow.ts";

/** Networks of one shape on the device. */
export interface NetworksOnDevice {
  readonly arrangement: Arrangement;
  readonly optimizer: Optimizer;
}

/** What lies on the device between two calls: the networks, and the inputs last trained on. */
export class Device {
  private readonly backend: Backend;
  private networks: NetworksOnDevice | null = null;
  private table: { readonly inputs: Matrix; readonly tensor: Tensor } | null = null;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** The networks on the device, uploaded from `states` if they were dropped. */
  hold(states: readonly NetworkState[]): NetworksOnDevice {
    if (this.networks === null) {
      const arrangement = arrange(states);
      const shape = [states.length, arrangement.layout.size];
      const start = spread(states, arrangement);
      const optimizer = this.backend.guard(() => this.backend.optimizer(start, shape));
      this.networks = { arrangement, optimizer };
    }
    return this.networks;
  }

  /** The inputs, which stay for the next epoch. */
  holdTable(inputs: Matrix): Tensor {
    const held = this.tableOf(inputs);
    if (held !== null) return held;
    this.table?.tensor.dispose();
    this.table = null;
    const tensor = this.backend.guard(() => tableOf(this.backend.tf, inputs));
    this.table = { inputs, tensor };
    return tensor;
  }

  /** The inputs if they are there. */
  tableOf(inputs: Matrix): Tensor | null {
    return this.table?.inputs === inputs ? this.table.tensor : null;
  }

  /** Drops the networks; their states are uploaded again when they are needed. */
  drop(): void {
    this.networks?.optimizer.dispose();
    this.networks = null;
  }

  dispose(): void {
    this.drop();
    this.table?.tensor.dispose();
    this.table = null;
  }
}
