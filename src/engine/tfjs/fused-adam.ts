import { joined } from "../../base/join.ts";
import { epsilon, type Moments, type Move, type Optimizer } from "./adam.ts";
import { paceNumbers } from "./learning.ts";
import type { GpuBackend, GpuProgram, Tensor, TensorFlow } from "./tensorflow.ts";

const kernelName = "OccamAdam";

/**
 * Adam in one launch for all models: value, mean and square lie one after another in one tensor of 3 × models × size.
 */
export class FusedOptimizer implements Optimizer {
  private readonly tf: TensorFlow;
  private readonly shape: readonly number[];
  private state: Tensor;

  constructor(tf: TensorFlow, start: Moments, shape: readonly number[]) {
    this.tf = tf;
    this.shape = shape;
    const all = joined(Float32Array, [start.value, start.mean, start.square]);
    this.state = tf.tensor(all, [3 * (shape[0] ?? 0), shape[1] ?? 0], "float32");
  }

  /** The first rows of the state, from which `matricesOf` slices as they are. */
  values(): Tensor {
    return this.state;
  }

  step(gradient: Tensor, { learning: { factor, decay }, pace: { tensor: pace }, step }: Move): void {
    const inputs = { state: this.state, gradient, factor, decay, pace };
    const next = this.tf.engine().runKernel(kernelName, inputs, { step });
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
      const { state, gradient, factor, decay, pace } = inputs;
      if (!state || !gradient || !factor || !decay || !pace) {
        throw new Error("The fused Adam needs state, gradient, factor, decay and pace.");
      }
      // The edge to an untyped registry: this kernel is only ever run by FusedOptimizer on the webgpu backend.
      const gpu = backend as GpuBackend;
      const { step } = attrs as { readonly step: number };
      return gpu.runWebGPUProgram(adamProgram(state.shape), [state, gradient, factor, decay, pace], "float32", [
        { type: "int32", data: [step * pace.shape[1]!] },
        { type: "int32", data: [state.shape[1]!] },
      ]);
    },
  });
}

const threads = 64;

function adamProgram(shape: readonly number[]): GpuProgram {
  const count = ((shape[0] ?? 0) * (shape[1] ?? 0)) / 3;
  return {
    variableNames: ["state", "gradient", "factor", "decay", "pace"],
    outputShape: shape,
    shaderKey: "occamAdam",
    uniforms: "firstRow : i32, parameters : i32,",
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    dispatch: [Math.ceil(count / threads), 1, 1],
    workgroupSize: [threads, 1, 1],
    size: true,
    // One thread a parameter; each writes its value, its mean and its square.
    getUserCode: () => `
      fn main(index : i32) {
        let count = uniforms.size / 3;
        if (index >= count) { return; }
        let row = (uniforms.firstRow + index / uniforms.parameters) * ${paceNumbers};
        let value = state[index];
        let learns = factor[index] > 0.0;
        let learnt = select(0.0, gradient[index], learns);
        let mean = state[count + index] + (learnt - state[count + index]) * pace[row + 1];
        let square = state[2 * count + index] + (learnt * learnt - state[2 * count + index]) * pace[row + 2];
        let change = mean * factor[index] * pace[row + 3] / (sqrt(square * pace[row + 4]) + ${epsilon});
        result[index] = value - pace[row] * (change + value * decay[index]);
        result[count + index] = mean;
        result[2 * count + index] = square;
      }
    `,
  };
}
