import type { RecordFile } from "./record-file.ts";
import { withLineEnd } from "./sample.ts";

/** Records to learn at a time, as the text of a table. */
export interface MegabatchText {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly place: string; // in the file, for messages
}

/** All records but those of these numbers, so many at a time. */
export async function* megabatches(
  file: RecordFile,
  without: ReadonlySet<number>,
  most: number,
): AsyncGenerator<MegabatchText> {
  let parts: Uint8Array[] = [];
  let rows = 0;
  let number = 0;
  let place = "";
  const take = (): MegabatchText => {
    const text = { bytes: Buffer.concat([file.head, ...parts]), rows, place };
    parts = [];
    rows = 0;
    return text;
  };
  for await (const { bytes, spans, line, file: name } of file.records()) {
    let from = spans[0]?.[0] ?? 0; // of the records that go together
    let to = from;
    const put = (): void => {
      if (to > from) parts.push(withLineEnd(bytes.slice(from, to)));
    };
    for (const [start, end] of spans) {
      const isLeftOut = without.has(number++);
      if (start !== to || isLeftOut) {
        put();
        from = isLeftOut ? end : start;
      }
      to = end;
      if (isLeftOut) continue;
      if (rows === 0) place = `the part of ${name} from line ${line + lineEnds(bytes, start)} on`;
      if (++rows < most) continue;
      put();
      from = end;
      yield take();
    }
    put();
  }
  if (rows > 0) yield take();
}

function lineEnds(bytes: Uint8Array, to: number): number {
  let ends = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < to; at = bytes.indexOf(0x0a, at + 1)) ends++;
  return ends;
}
