import { roundUp } from "./blocks.ts";
import { type Kernel, startKernel } from "./kernel.ts";

const pageBytes = 65536;

/** The memory of a kernel: bytes are handed out from its statics up, and never taken back. Growing voids views of it. */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  readonly kernel: Kernel;
  private end: number;

  constructor() {
    this.kernel = startKernel(this.memory);
    this.end = roundUp(this.kernel.heapBase(), 128);
  }

  /** Address of `bytes` bytes: those of `old` and what follows them when nothing else does. */
  take(bytes: number, old: Stretch): number {
    const start = old.end === this.end ? old.address : this.end;
    this.end = roundUp(start + bytes, 128);
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    return start;
  }
}

/** Bytes of an arena for one purpose. */
export class Stretch {
  address = 0;
  private bytes = 0;
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  get end(): number {
    return roundUp(this.address + this.bytes, 128);
  }

  /** Makes room for `bytes`. Says whether the address is another one now; what was there is lost then. */
  hold(bytes: number): boolean {
    if (bytes <= this.bytes) return false;
    const before = this.address;
    this.address = this.arena.take(bytes, this);
    this.bytes = bytes;
    return this.address !== before;
  }
}
