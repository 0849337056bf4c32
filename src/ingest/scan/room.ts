import { Arena, Stretch } from "../../wasm/arena.ts";
import { makeMemory } from "../../wasm/memory.ts";
import { type Kernel, openKernel } from "./kernel.ts";
import { powersOfFive } from "./powers-of-five.ts";
import { firstPlace, Piece } from "./schema.ts";

const slack = 32; // bytes behind a piece that the kernel may load, and drop

/** The memory of a scan: the piece of the file at hand, and what the kernel finds in it. */
export class Room {
  readonly kernel: Kernel;
  readonly arena: Arena;
  readonly piece: number; // address of the Piece
  private readonly memory: WebAssembly.Memory;
  private seen: Views;
  private readonly input: Stretch;
  private readonly found: Readonly<Record<"starts" | "lines" | "ends" | "codes" | "others" | "values", Stretch>>;

  constructor() {
    this.memory = makeMemory(firstPlace);
    this.seen = viewsOf(this.memory.buffer);
    this.kernel = openKernel(this.memory);
    this.arena = new Arena(this.memory, firstPlace);
    const powers = powersOfFive();
    const { address } = this.stretch(powers.length);
    new Uint8Array(this.buffer).set(powers, address);
    this.kernel.usePowers(address);
    this.piece = this.stretch(Piece.bytes).address;
    this.input = this.stretch();
    const places = { starts: this.stretch(), lines: this.stretch(), ends: this.stretch() };
    this.found = { ...places, codes: this.stretch(), others: this.stretch(), values: this.stretch() };
  }

  /** The memory as it is now; growing it makes another. */
  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  /** All of it as numbers of 32 bits. */
  get words(): Uint32Array {
    return this.views().words;
  }

  /** A new place of at least `bytes` bytes. */
  stretch(bytes = 0): Stretch {
    const stretch = new Stretch(this.arena);
    stretch.hold(bytes);
    return stretch;
  }

  /** Takes the next bytes of a file as the piece at hand, with a line end behind the last of them. */
  load(bytes: Uint8Array, isLast: boolean): { readonly from: number; readonly to: number } {
    const most = bytes.length + 1; // records, or cells: each has an end
    this.input.hold(bytes.length + slack);
    for (const [name, stretch] of Object.entries(this.found)) stretch.hold((name === "values" ? 8 : 4) * most);
    const from = this.input.address;
    const input = new Uint8Array(this.buffer, from, bytes.length + 1);
    input.set(bytes);
    const last = bytes.at(-1);
    if (!isLast || last === 0x0a || last === 0x0d) return { from, to: from + bytes.length };
    input[bytes.length] = 0x0a;
    return { from, to: from + bytes.length + 1 };
  }

  /** Where the kernel writes what it finds; after `load`. */
  places(): Readonly<Record<"starts" | "lines" | "ends" | "codes" | "others" | "values", number>> {
    const { starts, lines, ends, codes, others, values } = this.found;
    return {
      ...{ starts: starts.address, lines: lines.address, ends: ends.address },
      ...{ codes: codes.address, others: others.address, values: values.address },
    };
  }

  /** The bytes at [start, end) as text. */
  text(start: number, end: number): string {
    return this.views().bytes.toString("utf8", start, end);
  }

  private views(): Views {
    if (this.seen.bytes.buffer !== this.memory.buffer) this.seen = viewsOf(this.memory.buffer);
    return this.seen;
  }
}

interface Views {
  readonly words: Uint32Array;
  readonly bytes: Buffer;
}

function viewsOf(buffer: ArrayBuffer): Views {
  return { words: new Uint32Array(buffer), bytes: Buffer.from(buffer) };
}
