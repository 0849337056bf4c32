import { UserError } from "../../base/errors.ts";
import { type Moments, type Optimizer, PlainOptimizer } from "./adam.ts";
import { FusedOptimizer } from "./fused-adam.ts";
import { GraphEpochs } from "./graph/epochs.ts";
import { firstLine, unavailable } from "./packages.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

export const backendNames = ["tensorflow-gpu", "webgpu", "tensorflow", "wasm", "cpu"] as const;
export type BackendName = (typeof backendNames)[number];

/** Backends that compute on a GPU, where a call costs about as much for twenty networks as for one. */
export const onGpu: ReadonlySet<string> = new Set<BackendName>(["webgpu", "tensorflow-gpu"]);

interface Device {
  readonly device: string; // what computes, in words
  readonly end?: () => void; // called when the backend is closed
  readonly wayOut?: string; // the hint when it fails
}

/**
 * One started backend of TensorFlow.js. The library has one active backend a process, so a process has one of these at
 * a time.
 */
export class Backend {
  readonly name: string;
  readonly tf: TensorFlow;
  readonly device: string; // what computes, in words
  readonly epochs: GraphEpochs | null; // where a whole epoch can run as one call
  private readonly key: string; // the library's own name of it
  private readonly end: () => void;
  private readonly wayOut: string;
  private failure: UserError | null = null;
  private readonly waiting = new Set<(reason: UserError) => void>();

  constructor(
    name: string,
    tf: TensorFlow,
    { device, end = () => {}, wayOut = "Take another backend with --backend, or --engine sparse." }: Device,
  ) {
    this.name = name;
    this.tf = tf;
    this.device = device;
    this.end = end;
    this.wayOut = wayOut;
    this.key = tf.getBackend();
    this.epochs = this.key === "tensorflow" ? new GraphEpochs(tf) : null;
  }

  /** Parameters of `models` networks on the device. */
  optimizer(start: Moments, shape: readonly number[]): Optimizer {
    return this.name === "webgpu"
      ? new FusedOptimizer(this.tf, start, shape)
      : new PlainOptimizer(this.tf, start, shape);
  }

  /** Numbers of a tensor. Rejects as soon as the device is lost: no caller waits for a driver that has died. */
  read(tensor: Tensor): Promise<Float32Array> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const done = (settle: () => void) => {
        this.waiting.delete(reject);
        if (this.failure === null) settle();
        else reject(this.failure);
      };
      tensor.data().then(
        (values) => done(() => resolve(values)),
        (error: unknown) => done(() => reject(this.mistake(error))),
      );
    });
  }

  /** Runs kernels and frees the tensors made inside, but for those returned. */
  compute<T>(work: () => T): T {
    return this.guard(() => this.tf.tidy(work));
  }

  /** Runs kernels and turns what they throw into one sentence. */
  guard<T>(work: () => T): T {
    if (this.failure !== null) throw this.failure;
    if (this.tf.getBackend() !== this.key) {
      throw new Error(`Backend "${this.key}" was replaced by "${this.tf.getBackend()}" in this process.`);
    }
    try {
      return work();
    } catch (error) {
      throw this.mistake(error);
    }
  }

  /** From now on every call throws, and so does every pending read. */
  fail(what: string): void {
    this.failure ??= unavailable(`The ${this.name} backend failed on ${this.device}: ${what}`, this.wayOut);
    for (const reject of this.waiting) reject(this.failure);
    this.waiting.clear();
  }

  close(): void {
    this.epochs?.close();
    this.end();
  }

  private mistake(error: unknown): UserError {
    if (error instanceof UserError) return error;
    const text = error instanceof Error ? error.message : String(error);
    if (text.includes("OffscreenCanvas")) {
      this.fail("numbers were asked for by dataSync or arraySync, which WebGPU in Node cannot give at once.");
      return this.failure!;
    }
    const memory = error instanceof RangeError || /memory|allocat|out of bounds|too large/iu.test(text);
    this.fail(memory ? `out of memory (${firstLine(text)}).` : `${firstLine(text)}.`);
    return this.failure!;
  }
}
