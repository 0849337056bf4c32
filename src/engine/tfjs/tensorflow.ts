import type { Kernels } from "./kernels.ts";

/**
 * The part of TensorFlow.js that this project calls, declared by shape: the package is an optional peer, and a type
 * imported from it would break every type check without it.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly size: number;
  readonly dataId: object;
  data(): Promise<Float32Array>;
  clone(): Tensor;
  dispose(): void;
}

/** A tensor that the model of a user owns. */
export interface Variable extends Tensor {
  readonly name: string;
  assign(value: Tensor): void;
}

/** A program of the webgpu backend, as its source calls it. */
export interface GpuProgram {
  readonly variableNames: readonly string[];
  readonly outputShape: readonly number[];
  readonly shaderKey: string;
  readonly uniforms: string;
  readonly dispatchLayout: { readonly x: readonly number[] };
  readonly dispatch: readonly [number, number, number];
  readonly workgroupSize: readonly [number, number, number];
  readonly size: boolean;
  getUserCode(): string;
}

/** The part of the webgpu backend's device that is watched. */
export interface GpuDevice {
  readonly lost: Promise<{ readonly message: string }>;
  addEventListener(
    event: "uncapturederror",
    listen: (event: { readonly error: { readonly message: string } }) => void,
  ): void;
}

export interface GpuBackend {
  readonly device: GpuDevice;
  runWebGPUProgram(
    program: GpuProgram,
    inputs: readonly Tensor[],
    type: "float32",
    uniforms: readonly { readonly type: "int32"; readonly data: readonly number[] }[],
  ): Tensor;
}

/** The part of the tfjs-node backend that runs a graph. */
export interface NodeBackend {
  readonly binding: {
    loadSavedModel(folder: string, tags: string): number;
    deleteSavedModel(session: number): void;
  };
  executeMultipleOutputs(operator: string, attributes: readonly [], inputs: readonly Tensor[], outputs: 0): unknown;
  runSavedModel(
    session: number,
    inputs: readonly Tensor[],
    infos: readonly { readonly name: string }[],
    outputs: readonly string[],
  ): readonly Tensor[];
}

type Numbers = Float32Array | Int32Array;

export interface TensorFlow extends Kernels<Tensor> {
  readonly version_core: string;
  tensor(values: Numbers, shape: readonly number[], type: "float32" | "int32"): Tensor;
  tensor(texts: readonly (string | Uint8Array)[], shape: readonly number[], type: "string"): Tensor;
  zeros(shape: readonly number[]): Tensor;
  scalar(value: number): Tensor;
  pad(x: Tensor, margins: readonly (readonly [number, number])[]): Tensor;
  stridedSlice(x: Tensor, begin: readonly number[], end: readonly number[], strides: readonly number[]): Tensor;
  tidy<T>(work: () => T): T;
  keep(x: Tensor): Tensor;
  sum(x: Tensor, axis?: number | readonly number[], keepDimensions?: boolean): Tensor;
  abs(x: Tensor): Tensor;
  mean(x: Tensor, axis?: number | readonly number[]): Tensor;
  clipByValue(x: Tensor, low: number, high: number): Tensor;
  variableGrads(
    loss: () => Tensor,
    variables: readonly Variable[],
  ): { readonly value: Tensor; readonly grads: Readonly<Record<string, Tensor | undefined>> };
  memory(): { readonly numTensors: number };
  profile(work: () => Promise<unknown>): Promise<{ readonly kernels: readonly { readonly name: string }[] }>;
  env(): { set(flag: string, value: number): void };
  engine(): {
    runKernel(name: string, inputs: Readonly<Record<string, Tensor>>, attributes: object): Tensor;
    readonly registeredVariables: Readonly<Record<string, Variable | undefined>>;
  };
  registerKernel(kernel: {
    readonly kernelName: string;
    readonly backendName: string;
    readonly kernelFunc: (call: {
      readonly inputs: Readonly<Record<string, Tensor>>;
      readonly attrs: unknown;
      readonly backend: unknown;
    }) => Tensor;
  }): void;
  registerGradient(gradient: {
    readonly kernelName: string;
    readonly inputsToSave: readonly string[];
    readonly gradFunc: (
      dy: Tensor,
      saved: readonly Tensor[],
      attributes: { readonly reps?: readonly number[] },
    ) => Readonly<Record<string, () => Tensor>>;
  }): void;
  getKernel(name: string, backend: string): object | undefined;
  unregisterKernel(name: string, backend: string): void;
  backend(): unknown;
  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  removeBackend(name: string): void;
  findBackendFactory(name: string): unknown;
  enableProdMode(): void;
}
