import { linear, padded } from "../chart/scale.ts";

/**
 * Says that an axis over these values, padded by this share of their range, does not start at zero; empty where it
 * does.
 */
export function axisNote(values: readonly number[], share: number, what: string): string {
  if (values.length === 0 || linear(padded(values, share), [0, 1]).low <= 0) return "";
  return `The axis of ${what} does not start at zero.`;
}
