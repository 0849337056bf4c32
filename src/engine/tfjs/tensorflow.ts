/**
 * What this project calls of TensorFlow.js, declared by shape: the package is an optional peer, and a type imported
 * from it would break the type check of everybody who does not have it.
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

/** The device of the webgpu backend, as much as is watched of it. */
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

type Numbers = Float32Array | Int32Array;

export interface TensorFlow {
  readonly version_core: string;
  tensor(values: Numbers, shape: readonly number[], type: "float32" | "int32"): Tensor;
  zeros(shape: readonly number[]): Tensor;
  scalar(value: number): Tensor;
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor;
  gather(x: Tensor, indices: Tensor): Tensor;
  pad(x: Tensor, margins: readonly (readonly [number, number])[]): Tensor;
  stridedSlice(x: Tensor, begin: readonly number[], end: readonly number[], strides: readonly number[]): Tensor;
  reshape(x: Tensor, shape: readonly number[]): Tensor;
  concat(parts: readonly Tensor[], axis: number): Tensor;
  oneHot(labels: Tensor, depth: number): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  add(a: Tensor, b: Tensor | number): Tensor;
  sub(a: Tensor, b: Tensor | number): Tensor;
  mul(a: Tensor, b: Tensor | number): Tensor;
  div(a: Tensor, b: Tensor | number): Tensor;
  square(x: Tensor): Tensor;
  sqrt(x: Tensor): Tensor;
  exp(x: Tensor): Tensor;
  log(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  step(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  softplus(x: Tensor): Tensor;
  max(x: Tensor, axis: number, keepDimensions: boolean): Tensor;
  sum(x: Tensor, axis?: number | readonly number[], keepDimensions?: boolean): Tensor;
  tidy<T>(work: () => T): T;
  keep(x: Tensor): Tensor;
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
  getKernel(name: string, backend: string): object | undefined;
  unregisterKernel(name: string, backend: string): void;
  backend(): unknown;
  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  removeBackend(name: string): void;
  findBackendFactory(name: string): unknown;
  enableProdMode(): void;
}
