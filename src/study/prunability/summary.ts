import { kendall } from "../../base/kendall.ts";
import { mean } from "../../base/statistics.ts";
import { amount } from "../../report/number.ts";
import { listed } from "../../report/text.ts";
import { difference, estimate, type Estimate, isCertain, oneSeedWords, withInterval } from "../estimate.ts";
import { tableOverlap } from "../network.ts";
import type { PrunabilityResult } from "./cell.ts";
import { type MeasureId, measures } from "./measures.ts";

/** How a measure ranks the networks of one seed, over all seeds: Kendall's τ with the test loss. */
export interface MeasureSummary {
  readonly id: MeasureId;
  readonly correlation: Estimate;
  /** Among networks that differ in one thing alone, the mean of the three (granulated, Y. Jiang et al., 2020). */
  readonly granulated: Estimate;
  readonly width: Estimate; // that differ in their width
  readonly decay: Estimate;
  readonly noise: Estimate;
  readonly prunabilityLess: Estimate; // τ of prunability less that of this measure
}

const axes = ["width", "decay", "noise"] as const;

export function summarise(results: readonly PrunabilityResult[]): readonly MeasureSummary[] {
  const seeds = [...new Set(results.map(({ seed }) => seed))].map((seed) => results.filter((one) => one.seed === seed));
  const over = (values: readonly number[]) => estimate(values, tableOverlap);
  const all = (id: MeasureId) => seeds.map((own) => correlation(own, id));
  return measures.map(({ id }): MeasureSummary => {
    const [width, decay, noise] = axes.map((axis) => seeds.map((own) => within(own, axis, id)));
    return {
      id,
      correlation: over(all(id)),
      granulated: over(width!.map((value, i) => mean([value, decay![i]!, noise![i]!]))),
      width: over(width!),
      decay: over(decay!),
      noise: over(noise!),
      prunabilityLess: difference(all("prunability"), all(id), tableOverlap),
    };
  });
}

function correlation(results: readonly PrunabilityResult[], id: MeasureId): number {
  return kendall(
    results.map((one) => one[id]),
    results.map(({ testLoss }) => testLoss),
  );
}

/** The mean of τ over groups of networks that differ in one thing alone. */
function within(results: readonly PrunabilityResult[], axis: (typeof axes)[number], id: MeasureId): number {
  const others = axes.filter((other) => other !== axis);
  const groups = new Map<string, PrunabilityResult[]>();
  for (const result of results) {
    const key = others.map((other) => result[other]).join(" ");
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return mean([...groups.values()].map((group) => correlation(group, id)));
}

/** The finding, however prunability ranks. */
export function findingOf(summary: readonly MeasureSummary[]): string {
  const labelOf = (id: MeasureId) => measures.find((one) => one.id === id)!.label.toLowerCase();
  const own = summary.find(({ id }) => id === "prunability")!;
  const others = summary.filter(({ id }) => id !== "prunability");
  const certain = (sign: number) =>
    others
      .filter(({ prunabilityLess: less }) => isCertain(less) && Math.sign(less.mean) === sign)
      .map(({ id }) => labelOf(id));
  const [better, worse] = [certain(1), certain(-1)];
  const open = others.map(({ id }) => labelOf(id)).filter((label) => ![...better, ...worse].includes(label));
  const best = others.reduce((a, b) => (b.correlation.mean > a.correlation.mean ? b : a));
  const parts = [
    ...(better.length > 0 ? [`higher than that of ${listed(better)}`] : []),
    ...(worse.length > 0 ? [`lower than that of ${listed(worse)}`] : []),
    ...(open.length > 0 ? [`not clearly different from that of ${listed(open)}`] : []),
  ];
  return (
    `The rank correlation of prunability with the test loss is ${withInterval(own.correlation)} (Kendall's τ), ` +
    `${parts.join(", ")}. The best of the others is ${labelOf(best.id)}, ${amount(best.correlation.mean)}. ` +
    `Where only the width differs, τ of prunability is ${amount(own.width.mean)}; only the decay, ` +
    `${amount(own.decay.mean)}; only the noise, ${amount(own.noise.mean)}.` +
    (own.correlation.half === null ? ` ${oneSeedWords}` : "")
  );
}
