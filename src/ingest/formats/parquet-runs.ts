/** Values that a run may have beyond what its page announces. */
const slack = 1 << 16;

/** Numbers in runs, as Parquet packs levels and places in a dictionary. */
interface Runs {
  readonly offset: number;
  readonly width: number; // bits of a number
  readonly count: number; // numbers that the page announces at the most
}

/**
 * Walks packed runs without unpacking them. Throws for a run that is longer than its page: four bytes may announce a
 * billion values, which would end the process.
 */
export function checkRuns(bytes: Uint8Array, { offset, width, count }: Runs): void {
  let at = offset;
  for (let seen = 0; seen < count && at < bytes.length; ) {
    let header = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80 && at < bytes.length; shift += 7) {
      byte = bytes[at++]!;
      header += (byte & 0x7f) * 2 ** shift;
    }
    const isPacked = header % 2 === 1;
    const length = isPacked ? (header - 1) * 4 : header / 2;
    if (length > count - seen + slack) throw new Error(`a run announces ${length} values in a page of ${count}`);
    at += isPacked ? (length * width) / 8 : Math.ceil(width / 8);
    seen += length;
  }
}
