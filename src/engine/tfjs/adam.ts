import type { Step } from "../engine.ts";
import type { Layout, Places } from "./layout.ts";
import type { GpuBackend, GpuProgram, Tensor, TensorFlow } from "./tensorflow.ts";

const epsilon = 1e-8;

/** Parameters and moments of all models: each models × size. */
export interface Moments {
  readonly value: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** What stays the same over the steps of an epoch: each models × size. */
export interface Learning {
  readonly factor: Tensor; // of the rate: 0 where nothing is learnt, pruned weights too
  readonly decay: Tensor;
}

/** Kept weights and biases learn at the rate, the input scale at its own, and weights alone decay. */
export function learningOf(
  tf: TensorFlow,
  layout: Layout,
  models: readonly Places[],
  { scaleRate, decay }: Pick<Step, "scaleRate" | "decay">,
): Learning {
  const factors = new Float32Array(models.length * layout.size);
  const decays = new Float32Array(factors.length);
  for (const [model, { layers, scale }] of models.entries()) {
    const start = model * layout.size;
    for (const { weights, biases } of layers) {
      for (const at of weights) {
        factors[start + at] = 1;
        decays[start + at] = decay;
      }
      for (const at of biases) factors[start + at] = 1;
    }
    for (const at of scale) factors[start + at] = scaleRate;
  }
  const shape = [models.length, layout.size];
  return { factor: tf.tensor(factors, shape, "float32"), decay: tf.tensor(decays, shape, "float32") };
}

/** Numbers of one step: the rate, and the bias corrections 1 / (1 − βᵗ). */
export interface Pace {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly mend1: number;
  readonly mend2: number;
}

/** Parameters with their moments on the device, moved by Adam with decoupled decay. */
export interface Optimizer {
  /** models × size; belongs to the optimizer. */
  values(): Tensor;
  /** Takes no tensor over: `gradient` stays the caller's. */
  step(gradient: Tensor, learning: Learning, pace: Pace): void;
  read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments>;
  dispose(): void;
}

/** Adam in about twenty kernels of TensorFlow.js, for every backend. */
export class PlainOptimizer implements Optimizer {
  private readonly tf: TensorFlow;
  private value: Tensor;
  private mean: Tensor;
  private square: Tensor;

  constructor(tf: TensorFlow, start: Moments, shape: readonly number[]) {
    this.tf = tf;
    this.value = tf.tensor(start.value, shape, "float32");
    this.mean = tf.tensor(start.mean, shape, "float32");
    this.square = tf.tensor(start.square, shape, "float32");
  }

  values(): Tensor {
    return this.value;
  }

  step(gradient: Tensor, { factor, decay }: Learning, pace: Pace): void {
    const { tf } = this;
    const [value, mean, square] = tf.tidy(() => {
      const slope = tf.mul(gradient, tf.step(factor));
      const nextMean = tf.add(this.mean, tf.mul(tf.sub(slope, this.mean), 1 - pace.beta1));
      const nextSquare = tf.add(this.square, tf.mul(tf.sub(tf.square(slope), this.square), 1 - pace.beta2));
      const size = tf.add(tf.sqrt(tf.mul(nextSquare, pace.mend2)), epsilon);
      const move = tf.div(tf.mul(tf.mul(nextMean, factor), pace.mend1), size);
      const change = tf.mul(tf.add(move, tf.mul(this.value, decay)), pace.rate);
      return [tf.sub(this.value, change), nextMean, nextSquare] as const;
    });
    this.dispose();
    this.value = value;
    this.mean = mean;
    this.square = square;
  }

  async read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments> {
    return {
      value: await read(this.value),
      mean: await read(this.mean),
      square: await read(this.square),
    };
  }

  dispose(): void {
    this.value.dispose();
    this.mean.dispose();
    this.square.dispose();
  }
}

const kernelName = "OccamAdam";

/** Adam in one launch for all models: value, mean and square lie behind each other in one tensor of 3 × models × size. */
export class FusedOptimizer implements Optimizer {
  private readonly tf: TensorFlow;
  private readonly shape: readonly number[];
  private state: Tensor;

  constructor(tf: TensorFlow, start: Moments, shape: readonly number[]) {
    this.tf = tf;
    this.shape = shape;
    const all = new Float32Array(3 * start.value.length);
    all.set(start.value);
    all.set(start.mean, start.value.length);
    all.set(start.square, 2 * start.value.length);
    this.state = tf.tensor(all, [3 * (shape[0] ?? 0), shape[1] ?? 0], "float32");
  }

  /** The first rows of the state, which `matricesOf` cuts from as they are. */
  values(): Tensor {
    return this.state;
  }

  step(gradient: Tensor, { factor, decay }: Learning, pace: Pace): void {
    const next = this.tf.engine().runKernel(kernelName, { state: this.state, gradient, factor, decay }, pace);
    this.state.dispose();
    this.state = next;
  }

  async read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments> {
    const all = await read(this.state);
    const size = (this.shape[0] ?? 0) * (this.shape[1] ?? 0);
    return {
      value: all.slice(0, size),
      mean: all.slice(size, 2 * size),
      square: all.slice(2 * size, 3 * size),
    };
  }

  dispose(): void {
    this.state.dispose();
  }
}

/** Makes the fused kernel known to the webgpu backend of `tf`; calling twice replaces it. */
export function registerFusedAdam(tf: TensorFlow): void {
  try {
    tf.unregisterKernel(kernelName, "webgpu");
  } catch {
    // It was not there.
  }
  tf.registerKernel({
    kernelName,
    backendName: "webgpu",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { state, gradient, factor, decay } = inputs;
      if (state === undefined || gradient === undefined || factor === undefined || decay === undefined) {
        throw new Error("The fused Adam needs state, gradient, factor and decay.");
      }
      // The edge to an untyped registry: this kernel is only ever run by FusedOptimizer on the webgpu backend.
      const gpu = backend as GpuBackend;
      const { rate, beta1, beta2, mend1, mend2 } = attrs as Pace;
      const uniforms = [rate, 1 - beta1, 1 - beta2, mend1, mend2].map(
        (one) => ({ type: "float32", data: [one] }) as const,
      );
      return gpu.runWebGPUProgram(
        adamProgram(state.shape),
        [state, gradient, factor, decay],
        "float32",
        uniforms,
      );
    },
  });
}

const threads = 64;

function adamProgram(shape: readonly number[]): GpuProgram {
  const count = ((shape[0] ?? 0) * (shape[1] ?? 0)) / 3;
  return {
    variableNames: ["state", "gradient", "factor", "decay"],
    outputShape: shape,
    shaderKey: "occamAdam",
    uniforms: "rate : f32, fresh1 : f32, fresh2 : f32, mend1 : f32, mend2 : f32,",
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    dispatch: [Math.ceil(count / threads), 1, 1],
    workgroupSize: [threads, 1, 1],
    size: true,
    // One thread a parameter; each writes its value, its mean and its square.
    getUserCode: () => `
      fn main(index : i32) {
        let count = uniforms.size / 3;
        if (index >= count) { return; }
        let value = state[index];
        let learns = factor[index] > 0.0;
        let slope = select(0.0, gradient[index], learns);
        let mean = state[count + index] + (slope - state[count + index]) * uniforms.fresh1;
        let square = state[2 * count + index] + (slope * slope - state[2 * count + index]) * uniforms.fresh2;
        let change = mean * factor[index] * uniforms.mend1 / (sqrt(square * uniforms.mend2) + ${epsilon});
        result[index] = value - uniforms.rate * (change + value * decay[index]);
        result[count + index] = mean;
        result[2 * count + index] = square;
      }
    `,
  };
}
