import type { Random } from "../base/random.ts";
import { deal } from "./deal.ts";
import { targetBlocks, targetTenths } from "./strata.ts";

/** Training rows by position: one of `classes` and `numericTarget` is given. */
export interface InnerPartsRequest {
  readonly classes: Int32Array | null;
  readonly numericTarget: Float64Array | null;
  readonly groups: Int32Array | null; // stay together; -1 = alone
  readonly parts: number; // at most 256
  readonly random: Random;
}

/**
 * Inner part (0 to parts - 1) of each training row, stratified by class or by the order of a numeric target; groups
 * stay together. What is learnt on the other parts is tried on one.
 */
export function innerParts(request: InnerPartsRequest): Uint8Array {
  const { classes, numericTarget, parts, random } = request;
  // A single group would leave a member without a row to learn from.
  const groups = request.groups !== null && isOneGroup(request.groups) ? null : request.groups;
  const target = classes ?? numericTarget;
  if (target === null) throw new Error("innerParts needs classes or a numeric target");
  const strata = classes ?? numericStrata(numericTarget!, { grouped: groups !== null, parts, random });
  return Uint8Array.from(deal({ count: target.length, strata, groups, parts, random }));
}

function isOneGroup(groups: Int32Array): boolean {
  return groups[0]! >= 0 && groups.every((group) => group === groups[0]);
}

/** Strata for a numeric target: fine blocks for single rows, tenths where groups must stay together. */
export function numericStrata(
  values: Float64Array,
  { grouped, parts, random }: { readonly grouped: boolean; readonly parts: number; readonly random: Random },
): Int32Array {
  return grouped ? targetTenths(values, random) : targetBlocks(values, parts, random);
}
