/**
 * What a file can announce without exceeding what its bytes can hold. A damaged length must not be believed: it would
 * fill the memory before anything is read.
 */

/** Values that one byte of a file may stand for: a column of one value is a few bytes, whatever its length. */
const valuesPerByte = 100_000;

/** Bytes that one packed byte may become: far more than the 1,032 of gzip or the 255 of LZ4. */
const bytesPerByte = 20_000;
const always = 1 << 20; // bytes or values that are never refused

/** Throws for a number of rows that a file of these bytes cannot hold. */
export function checkRows(rows: number, bytes: number): void {
  if (rows >= 0 && rows <= always + valuesPerByte * bytes) return;
  throw new Error(`it announces ${rows} rows in ${bytes} bytes`);
}

/** Throws for a length that packed bytes cannot have. */
export function checkUnpacked(length: number, packed: Uint8Array): void {
  if (length >= 0 && length <= always + bytesPerByte * packed.length) return;
  throw new Error(`${packed.length} packed bytes announce a length of ${length}`);
}
