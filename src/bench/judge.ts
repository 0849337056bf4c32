import { studentCdf, studentQuantile } from "../base/distributions.ts";
import { mean, sum } from "../base/statistics.ts";
import { holm } from "../evaluate/compare.ts";
import type { MetricId } from "../evaluate/results/models.ts";

/**
 * Chance of a false alarm in a whole check, however many sets it has: people who run it at every commit must not learn
 * to ignore it.
 */
const falseAlarms = 0.002;

/** One comparison with the baseline: a metric of a model on one set, or over all sets. */
export interface GuardCase {
  readonly set: string | null; // null: all sets together
  readonly model: string;
  readonly metric: MetricId;
  readonly stored: number | null; // mean over folds; null over all sets
  readonly now: number | null;
  readonly drop: number | null; // mean paired drop, positive is worse, in the unit of the tolerance
  readonly standardError: number | null;
  readonly tolerance: number | null; // null: only its presence is guarded
  readonly adjustedPValue: number | null; // one-sided, Holm over all cases
  readonly detectable: number | null; // about the smallest drop that would have been called a regression
  readonly status: "passed" | "regressed" | "missing";
}

/** A drop as it was measured, before it is judged. */
export interface Measured {
  readonly entry: Omit<GuardCase, "adjustedPValue" | "detectable" | "status">;
  readonly folds: number;
  readonly degrees: number;
}

/**
 * Mean drop over all sets of each model and metric, with Welch and Satterthwaite's degrees of freedom; only where two
 * sets or more have it.
 */
export function jointly(measured: readonly Measured[]): Measured[] {
  const groups = new Map<string, Measured[]>();
  for (const one of measured) {
    const key = `${one.entry.metric} ${one.entry.model}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length < 2) return [];
    const squares = group.map(({ entry }) => entry.standardError! * entry.standardError!);
    const total = sum(squares);
    const spread = sum(squares.map((square, i) => (square * square) / Math.max(1, group[i]!.degrees)));
    const entry = {
      ...group[0]!.entry,
      set: null,
      stored: null,
      now: null,
      drop: mean(group.map((one) => one.entry.drop!)),
      standardError: Math.sqrt(total) / group.length,
    };
    return [
      {
        entry,
        folds: sum(group.map((one) => one.folds)),
        degrees: spread > 0 ? (total * total) / spread : 1,
      },
    ];
  });
}

/** Judges drops together: the more there are, the less likely each must be by chance. */
export function judge(measured: readonly Measured[]): GuardCase[] {
  const adjusted = holm(measured.map(oneSided));
  return measured.map(({ entry, folds }, i) => {
    const { drop, standardError, tolerance } = entry;
    const regressed = folds > 1 && drop! > tolerance! && drop! > 2 * standardError! && adjusted[i]! <= falseAlarms;
    const status = regressed ? "regressed" : "passed";
    return {
      ...entry,
      adjustedPValue: adjusted[i]!,
      detectable: detectableDrop(measured[i]!, measured.length),
      status,
    };
  });
}

/** The drop that the noise of this comparison hides, at the strictest level of Holm's correction. */
function detectableDrop({ entry, degrees }: Measured, family: number): number | null {
  if (degrees < 1) return null;
  const bar = Math.max(2, studentQuantile(1 - falseAlarms / family, degrees));
  return Math.max(entry.tolerance!, bar * entry.standardError!);
}

function oneSided({ entry, degrees }: Measured): number {
  if (degrees < 1 || entry.drop! <= 0) return 1;
  if (entry.standardError! === 0) return 0;
  return studentCdf(-entry.drop! / entry.standardError!, degrees);
}
