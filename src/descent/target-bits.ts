import type { Prepared } from "../prepare/prepared.ts";

/**
 * Bits that the targets of the rows hold: the entropy of their classes times their number, or one bit a row for
 * numbers. A network with more weights than these bits could store the targets, whatever the inputs say.
 */
export function targetBits({ task, targets }: Prepared, rows: Uint32Array): number {
  if (task.kind === "regression") return rows.length;
  const counts = new Float64Array(task.classes.length);
  for (const row of rows) counts[targets[row]!]!++;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count * Math.log(count / rows.length)) / Math.LN2;
  return bits;
}
