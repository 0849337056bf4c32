import { UserError } from "../base/errors.ts";

const pageBytes = 65536;
const mostBytes = 2 ** 32; // addresses are numbers of 32 bits

/** A memory of at least `bytes` bytes, all 0. Throws a UserError when there is not enough. */
export function makeMemory(bytes: number): WebAssembly.Memory {
  const memory = demand(bytes, () => new WebAssembly.Memory({ initial: 1 }));
  growMemory(memory, bytes);
  return memory;
}

/** Grows a memory to at least `bytes` bytes, which voids views of it. Throws a UserError when there is not enough. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) demand(bytes, () => memory.grow(Math.ceil(missing / pageBytes)));
}

/** What `obtain` returns; where it finds no memory for `bytes` bytes, a sentence that says so. */
function demand<T>(bytes: number, obtain: () => T): T {
  try {
    return obtain();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const needed = `The table and a model of it need ${(bytes / 1e9).toFixed(1)} GB of memory`;
    const limit = bytes > mostBytes ? "a thread of WebAssembly has 4.3 GB at most" : "this machine has no more to give";
    throw new UserError(`${needed}, but ${limit}.`, {
      hint: "Use fewer rows or columns (--ignore), or train fewer folds at a time (--jobs 1).",
    });
  }
}
