import { Bump } from "./bump.ts";
import { growMemory } from "./memory.ts";

const align = 128;

/**
 * A memory that hands out bytes from `base` up and never takes them back. It grows on demand, which voids views of it.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  private end: number;

  constructor(memory: WebAssembly.Memory, base: number) {
    this.memory = memory;
    this.end = base;
  }

  /** Address of `bytes` bytes: `old`, extended, when nothing follows it. Throws a UserError when memory runs out. */
  take(bytes: number, old: Stretch): number {
    const bump = new Bump(old.end === this.end ? old.address : this.end);
    const start = bump.take(bytes, align);
    growMemory(this.memory, bump.end);
    this.end = bump.end;
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
    return this.address + this.bytes;
  }

  /** Makes room for `bytes`. Returns whether the address has changed, in which case the content is lost. */
  hold(bytes: number): boolean {
    if (bytes <= this.bytes) return false;
    const before = this.address;
    this.address = this.arena.take(bytes, this);
    this.bytes = bytes;
    return this.address !== before;
  }
}
