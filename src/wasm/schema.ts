/** Types of the fields that cross into WebAssembly, with their bytes. */
const fieldBytes = { u32: 4, f32: 4, f64: 8 } as const;

export type FieldType = keyof typeof fieldBytes;

/**
 * A record in the memory of a kernel, which TypeScript and the kernel know by the names of its fields. Each field lies
 * at the next multiple of its bytes, as in an unmanaged class of AssemblyScript.
 *
 * A folder with a kernel declares its records in `schema.ts`, beside `kernel/`. From every export of that file
 * src/build.mjs makes what `kernel/schema.generated.ts` gives the kernel: a class of the same name from a record, a
 * constant from a number.
 */
export class RecordSchema<Field extends string> {
  readonly fields: Readonly<Record<Field, FieldType>>;
  readonly offsets: Readonly<Record<Field, number>>; // bytes from the start of the record
  readonly bytes: number;
  private readonly entries: readonly (readonly [Field, FieldType, number])[];

  constructor(fields: Readonly<Record<Field, FieldType>>) {
    let bytes = 0;
    let largest = 1;
    const entries: [Field, FieldType, number][] = [];
    for (const name in fields) {
      const size = fieldBytes[fields[name]];
      const offset = Math.ceil(bytes / size) * size;
      entries.push([name, fields[name], offset]);
      bytes = offset + size;
      largest = Math.max(largest, size);
    }
    this.fields = fields;
    this.entries = entries;
    this.offsets = Object.fromEntries(entries.map(([name, , offset]) => [name, offset])) as Record<Field, number>;
    this.bytes = Math.ceil(bytes / largest) * largest; // so that records can follow one another
  }

  /** Writes a whole record at a byte of `buffer`. */
  write(buffer: ArrayBuffer, address: number, values: Readonly<Record<Field, number>>): void {
    const view = new DataView(buffer, address, this.bytes);
    for (const [name, type, offset] of this.entries) {
      if (type === "u32") view.setUint32(offset, values[name], true);
      else if (type === "f32") view.setFloat32(offset, values[name], true);
      else view.setFloat64(offset, values[name], true);
    }
  }

  /** The record at a byte of `buffer`. */
  read(buffer: ArrayBuffer, address: number): Record<Field, number> {
    const view = new DataView(buffer, address, this.bytes);
    const values = this.entries.map(([name, type, offset]) => {
      if (type === "u32") return [name, view.getUint32(offset, true)];
      return [name, type === "f32" ? view.getFloat32(offset, true) : view.getFloat64(offset, true)];
    });
    return Object.fromEntries(values) as Record<Field, number>;
  }
}

/** Declares a record by its fields, in order. */
export function record<Field extends string>(fields: Readonly<Record<Field, FieldType>>): RecordSchema<Field> {
  return new RecordSchema(fields);
}
