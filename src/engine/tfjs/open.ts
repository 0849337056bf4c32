import { createRequire } from "node:module";
import { UserError } from "../../base/errors.ts";

import { Backend, type BackendName, onGpu } from "./backend.ts";
import { registerFusedAdam } from "./fused-adam.ts";
import { firstLine, loadPackage, unavailable } from "./packages.ts";
import { selfTest } from "./self-test.ts";
import type { TensorFlow } from "./tensorflow.ts";
import { registerMissingKernels } from "./wasm-kernels.ts";
import { startWebGpu, watchDevice } from "./webgpu.ts";

/** Which processor may compute. `gpu` refuses software emulation. */
export type Device = "auto" | "cpu" | "gpu";

/** The backends that compute on such a device, the most wanted first. */
export function backendsFor(device: Device, names: readonly BackendName[]): readonly BackendName[] {
  return names.filter((name) => device === "auto" || onGpu.has(name) === (device === "gpu"));
}

/**
 * Starts a backend and checks its arithmetic. Throws a UserError with exit code 3 that says why it is unavailable;
 * never falls back to another backend.
 */
export async function openBackend(name: BackendName, device: Device = "auto"): Promise<Backend> {
  if (backendsFor(device, [name]).length === 0) {
    const kind = onGpu.has(name) ? "a GPU" : "a CPU";
    throw new UserError(`The ${name} backend computes on ${kind}, which --device ${device} rules out.`, {
      hint: `Leave out --device, or name a backend that computes on a ${device === "gpu" ? "GPU" : "CPU"}.`,
    });
  }
  const backend = await start(name, device);
  try {
    await selfTest(backend);
  } catch (error) {
    backend.close();
    throw error;
  }
  return backend;
}

async function start(name: BackendName, device: Device): Promise<Backend> {
  if (name === "webgpu") return startGpu(device);
  if (name === "tensorflow" || name === "tensorflow-gpu") return startNode(name);
  const tf = await loadTensorFlow();
  if (name === "wasm") await loadPackage("@tensorflow/tfjs-backend-wasm", "The wasm backend");
  await activate(tf, name, name);
  return new Backend(name, tf, { device: name === "wasm" ? "WebAssembly with SIMD, one thread" : "plain JavaScript" });
}

/**
 * `MatMulProgramType.MatMulPackedProgram` of tfjs-backend-webgpu 4.22.0. For small products it chooses another by
 * itself, whose threads wait for each other at barriers: fast on a GPU, a hundred times slower than this one where
 * threads are emulated.
 */
const packedProduct = 3;

async function startGpu(device: Device): Promise<Backend> {
  const gpu = await startWebGpu(device === "gpu");
  try {
    const tf = await loadTensorFlow();
    await loadPackage("@tensorflow/tfjs-backend-webgpu", "The webgpu backend");
    await activate(tf, "webgpu", "webgpu");
    registerFusedAdam(tf);
    if (gpu.isSoftware) tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", packedProduct);
    const backend = new Backend("webgpu", tf, {
      device: gpu.description,
      end: () => {
        tf.removeBackend("webgpu");
        gpu.close();
      },
    });
    watchDevice(tf, (what) => backend.fail(what));
    return backend;
  } catch (error) {
    gpu.close();
    throw error;
  }
}

async function startNode(name: "tensorflow" | "tensorflow-gpu"): Promise<Backend> {
  mendNode23();
  const packageName = name === "tensorflow" ? "@tensorflow/tfjs-node" : "@tensorflow/tfjs-node-gpu";
  const tf = asTensorFlow(await loadPackage(packageName, `The ${name} backend`), packageName);
  await activate(tf, "tensorflow", name);
  return new Backend(name, tf, { device: `libtensorflow through ${packageName}` });
}

/**
 * tfjs-node 4.22.0 calls a function that Node 23 removed; the fix is merged there but not released
 * (tensorflow/tfjs#8425).
 */
function mendNode23(): void {
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = createRequire(import.meta.url)("node:util");
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

/** The active backend of the user's own TensorFlow.js. It stays theirs: closing it does nothing. */
export function attachBackend(tf: TensorFlow): Backend {
  const name = tf.getBackend();
  if (name === "webgpu") registerFusedAdam(tf);
  if (name === "wasm") registerMissingKernels(tf);
  const wayOut = "Set another backend with tf.setBackend, or take a smaller batch.";
  const backend = new Backend(name, tf, { device: "the model", wayOut });
  if (name === "webgpu") watchDevice(tf, (what) => backend.fail(what));
  return backend;
}

/** TensorFlow.js itself, with its plain JavaScript backend. */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = asTensorFlow(await loadPackage("@tensorflow/tfjs", "The tfjs engine"), "@tensorflow/tfjs");
  tf.enableProdMode(); // without it the first kernel prints an advertisement
  return tf;
}

function asTensorFlow(loaded: unknown, packageName: string): TensorFlow {
  const holder: { readonly default?: unknown } = loaded as { readonly default?: unknown };
  const tf = [loaded, holder.default].find(
    (one) => typeof one === "object" && one !== null && "matMul" in one && "setBackend" in one,
  );
  if (tf === undefined) {
    throw unavailable(
      `${packageName} is installed but exports no TensorFlow.js.`,
      "Install it again: it may be incomplete.",
    );
  }
  return tf as TensorFlow;
}

async function activate(tf: TensorFlow, key: string, name: BackendName): Promise<void> {
  // A backend registers itself with the copy of the core that its own package finds.
  if (tf.findBackendFactory(key) === null) {
    throw unavailable(
      `The ${name} backend registered itself with another copy of TensorFlow.js than ${tf.version_core}.`,
      "Install all @tensorflow packages in version 4.22.0, then run npm dedupe.",
    );
  }
  let why = "it gave no reason";
  const ready = await tf.setBackend(key).catch((error: unknown) => {
    why = firstLine(error);
    return false;
  });
  if (!ready || tf.getBackend() !== key) {
    throw unavailable(`The ${name} backend does not start: ${why}.`, "Name another backend with --backend.");
  }
}
