const compiled = new Map<string, WebAssembly.Module>();

/**
 * The exports of a kernel that works on `memory`, of at least one page. `code` is its module as src/build.mjs writes
 * it, compiled once a thread. Throws where WebAssembly SIMD is missing. The caller declares what the kernel exports;
 * nothing checks it.
 */
export function startKernel<Exports>(code: string, memory: WebAssembly.Memory): Exports {
  const module = compiled.get(code) ?? new WebAssembly.Module(Buffer.from(code, "base64"));
  compiled.set(code, module);
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  return instance.exports as unknown as Exports;
}

function abort(): never {
  throw new Error("The kernel stopped.");
}
