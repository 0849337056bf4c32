import { smoothClip } from "../base/smooth-clip.ts";
import type { InputGroup, ManyLevelsGroup, RankGroup } from "../prepare/input-group.ts";

/**
 * How one input is computed from a feature x; a missing feature makes 0, but for `missing`. With clip(z) = z / √(1 +
 * z²/9) for z within ±1e9:
 *
 * - scaled: clip((x − centre) / scale)
 * - log: clip(±2 · ln(1 + |x − centre| / typical) / size), with the sign of x − centre
 * - step: (x − low) / (high − low), within least and most, minus mean
 * - missing: 1 where x is missing, else 0
 * - table: the value of its level, `unknown` for a level that is not among the feature's
 */
export type Input =
  | { readonly kind: "scaled"; readonly feature: number; readonly centre: number; readonly scale: number }
  | {
      readonly kind: "log";
      readonly feature: number;
      readonly centre: number;
      readonly typical: number;
      readonly size: number;
    }
  | {
      readonly kind: "step";
      readonly feature: number;
      readonly low: number;
      readonly high: number;
      readonly least: number;
      readonly most: number;
      readonly mean: number;
    }
  | { readonly kind: "missing"; readonly feature: number }
  | {
      readonly kind: "table";
      readonly feature: number;
      readonly levels: readonly string[]; // whose value is not `unknown`
      readonly values: readonly number[]; // one a level
      readonly unknown: number;
    };

/** One encoded input is the sum of these. */
export type Parts = readonly { readonly input: Input; readonly factor: number }[];

/** The encoded inputs of a group, in their order. */
export function inputsOf(group: InputGroup, feature: number): readonly Parts[] {
  switch (group.kind) {
    case "scaled":
      return [whole({ kind: "scaled", feature, centre: group.centre, scale: group.scale })];
    case "log": {
      const { centre, typical, far } = group;
      return [whole({ kind: "log", feature, centre, typical, size: Math.log1p(far / typical) })];
    }
    case "rank":
      return [rankParts(group, feature)];
    case "bins":
      return group.means.map((mean, bin) =>
        whole({
          kind: "step",
          feature,
          low: group.edges[bin]!,
          high: group.edges[bin + 1]!,
          least: bin === 0 ? -1 : 0,
          most: bin + 2 === group.edges.length ? 2 : 1,
          mean,
        }),
      );
    case "missing":
      return [whole({ kind: "missing", feature })];
    case "pair":
      return [whole(table(feature, group.levels, { values: [-1, 1], unknown: 0 }))];
    case "levels":
      return group.levels.map((level) => whole(table(feature, [level], { values: [1], unknown: 0 })));
    case "many-levels":
      return manyLevels(group, feature);
  }
}

function whole(input: Input): Parts {
  return [{ input, factor: 1 }];
}

function table(
  feature: number,
  levels: readonly string[],
  { values, unknown }: { readonly values: readonly number[]; readonly unknown: number },
): Input {
  const kept = levels.map((_, i) => i).filter((i) => values[i] !== unknown);
  return {
    kind: "table",
    feature,
    levels: kept.map((i) => levels[i]!),
    values: kept.map((i) => values[i]!),
    unknown,
  };
}

function manyLevels(group: ManyLevelsGroup, feature: number): readonly Parts[] {
  const frequency = (rows: number): number => smoothClip((Math.log(rows) - group.logCentre) / group.logDeviation);
  return [
    whole(table(feature, group.levels, { values: group.counts.map(frequency), unknown: frequency(1) })),
    ...group.codes.map((code) =>
      whole(table(feature, group.levels, { values: code.values.map(smoothClip), unknown: 0 })),
    ),
  ];
}

/** A share that is linear between values is a sum of steps; its constant is the mean of the first one. */
function rankParts({ values, shares }: RankGroup, feature: number): Parts {
  const unit = 2 * Math.sqrt(3);
  const constant = (2 * shares[0]! - 1) * Math.sqrt(3);
  const step = { kind: "step", feature, least: 0, most: 1 } as const;
  // Beyond all values, so that the step itself is 0.
  if (values.length === 1) return whole({ ...step, low: 1e200, high: 2e200, mean: -constant });
  return values.slice(1).map((high, i) => {
    const factor = unit * (shares[i + 1]! - shares[i]!);
    const mean = i === 0 ? -constant / factor : 0;
    return { input: { ...step, low: values[i]!, high, mean }, factor };
  });
}
