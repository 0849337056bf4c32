import { type Check, integer, number, record } from "../base/check.ts";
import type { Prunability } from "../descent/prunability.ts";

export const prunabilityOf: Check<Prunability> = record<Prunability>({
  share: number({ min: 0, max: 1 }),
  rows: integer(1, Number.MAX_SAFE_INTEGER),
});
