import type { GpuBackend, TensorFlow } from "./tensorflow.ts";
import { firstLine, loadPackage, unavailable } from "./packages.ts";

interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
}

interface Dawn {
  readonly globals: object;
  create(options: readonly string[]): { requestAdapter(): Promise<Adapter | null> };
}

/** The WebGPU of this process. */
export interface WebGpu {
  readonly description: string;
  readonly isSoftware: boolean;
  close(): void;
}

/**
 * Puts Dawn's WebGPU where the backend looks for a browser's. An adapter is asked for first: the backend itself
 * does not check whether there is one. Throws a UserError with exit code 3.
 */
export async function startWebGpu(onlyHardware: boolean): Promise<WebGpu> {
  const dawn = (await loadPackage("webgpu", "The webgpu backend")) as Dawn;
  const gpu = dawn.create([]);
  let adapter: Adapter | null;
  try {
    adapter = await gpu.requestAdapter();
  } catch (error) {
    throw unavailable(`WebGPU gives no adapter: ${firstLine(error)}.`, driverHint);
  }
  if (adapter === null) throw unavailable("WebGPU finds no adapter on this machine.", driverHint);
  const { vendor, description, isFallbackAdapter } = adapter.info;
  const name = description || vendor || "an adapter without a name";
  if (isFallbackAdapter === true && onlyHardware) {
    throw unavailable(`WebGPU finds only ${name}, which is software and no GPU.`, driverHint);
  }
  Object.assign(globalThis, dawn.globals);
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const navigator = { gpu, userAgent: "node" };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true, writable: true });
  const isSoftware = isFallbackAdapter === true;
  return {
    description: isSoftware ? `${name} (software)` : name,
    isSoftware,
    close() {
      if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
      else Object.defineProperty(globalThis, "navigator", before);
    },
  };
}

const driverHint =
  "It needs a Vulkan, Metal or Direct3D 12 driver; in a container the GPU's graphics capability too. Or name " +
  "another backend with --backend.";

/** Reports a lost device and errors that no call awaits, such as a lack of memory. */
export function watchDevice(tf: TensorFlow, fail: (what: string) => void): void {
  const { device } = tf.backend() as GpuBackend;
  void device.lost.then(({ message }) => fail(`the device was lost (${firstLine(message)}).`));
  device.addEventListener("uncapturederror", ({ error }) => fail(`${firstLine(error.message)}.`));
}
