import { extent } from "../../base/statistics.ts";
import { plainProfile } from "./plain.ts";
import { stepProfile } from "./steps.ts";
import type { ValueProfile } from "./value-profile.ts";

const manyCells = 16_384; // fewer are not worth a kernel

const known = new WeakMap<Float64Array, ValueProfile>();

/** The profile of some cells; it is worked out once, and they must not change afterwards. */
export function profileOf(cells: Float64Array): ValueProfile {
  let profile = known.get(cells);
  if (profile === undefined) {
    const range = extent(cells);
    const fast = cells.length < manyCells ? null : stepProfile(cells, range);
    known.set(cells, (profile = fast ?? plainProfile(cells, range)));
  }
  return profile;
}
