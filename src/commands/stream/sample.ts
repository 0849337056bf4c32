import type { Random } from "../../base/random.ts";
import type { RecordFile } from "./record-file.ts";

/** A record by its number in the file. */
export interface SampledRecord {
  readonly number: number;
  readonly bytes: Uint8Array;
}

export interface RecordSample {
  readonly records: readonly SampledRecord[]; // in the order of the file
  readonly all: number; // records of the file
}

/** A uniform sample of the records of a file (J. Vitter's algorithm R, 1985). */
export async function sampleRecords(file: RecordFile, most: number, random: Random): Promise<RecordSample> {
  const sample: SampledRecord[] = [];
  let number = 0;
  for await (const { bytes, spans } of file.records()) {
    for (const [start, end] of spans) {
      const place = number < most ? number : random.below(number + 1);
      if (place < most) sample[place] = { number, bytes: withLineEnd(bytes.slice(start, end)) };
      number++;
    }
  }
  return { records: sample.sort((a, b) => a.number - b.number), all: number };
}

/** Records as a text that a reader of tables takes. */
export function textOf(head: Uint8Array, records: Iterable<{ readonly bytes: Uint8Array }>): Uint8Array {
  return Buffer.concat([head, ...Array.from(records, ({ bytes }) => bytes)]);
}

/** The last record of a file may lack it. */
export function withLineEnd(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, Buffer.from("\n")]);
}
