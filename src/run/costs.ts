import { nearest, UserError } from "../base/errors.ts";
import type { Cost, Decision } from "../evaluate/results/decision.ts";
import type { Task } from "../prepare/prepared.ts";
import type { FitRequest } from "./request.ts";

/** What a request says of decisions, by the classes of its target. */
export type ResolvedCosts = Pick<Decision, "positive" | "costs" | "unit">;

/** Stands for every class without an entry of its own. */
const every = "*";

interface Entry {
  readonly written: string;
  readonly pair: string;
  readonly cost: number;
  readonly unit: string;
}

/**
 * The costs and the positive class of a request. Throws a UserError for an entry that cannot be read, a class that is
 * not there, a mistake without a cost, units that differ, and for a target that has no classes.
 */
export function resolveCosts({ costs, positive, target }: FitRequest, task: Task): ResolvedCosts {
  if (task.kind === "regression") {
    const flag = costs.length > 0 ? "--cost" : positive === null ? null : "--positive";
    if (flag === null) return { positive: null, costs: [], unit: "" };
    throw new UserError(`${flag} is for classes, and "${target}" is a number.`, {
      hint: "Leave it out, or make the numbers classes with --task.",
    });
  }
  const { classes } = task;
  if (positive !== null && !classes.includes(positive)) throw unknownClass("--positive", positive, { classes, target });
  if (costs.length === 0) return { positive: positive ?? second(classes), costs: [], unit: "" };
  const entries = costs.map(readEntry);
  const units = new Set(entries.map(({ unit }) => unit));
  if (units.size > 1) {
    throw new UserError(
      `--cost has costs in different units: ${[...units].map((unit) => unit || "none").join(", ")}.`,
      {
        hint: "Give all of them in one.",
      },
    );
  }
  const pairs = everyPair(entries, { classes, target });
  return { positive: positive ?? worstMissed(pairs, classes), costs: pairs, unit: [...units][0]! };
}

function second(classes: readonly string[]): string | null {
  return classes.length === 2 ? classes[1]! : null;
}

/** Of two classes the one that it costs more to miss; of equals the second. */
function worstMissed(costs: readonly Cost[], classes: readonly string[]): string | null {
  const miss = (name: string) => costs.find(({ truth, predicted }) => truth === name && predicted !== name)?.cost ?? 0;
  return classes.length === 2 && miss(classes[0]!) > miss(classes[1]!) ? classes[0]! : second(classes);
}

interface Classes {
  readonly classes: readonly string[];
  readonly target: string;
}

/** "bad>good=5 EUR"; a class may itself hold > or =. */
function readEntry(written: string): Entry {
  const [, pair, sign, before, digits, after] =
    /^(.*>.*)=\s*([-+]?)\s*([^\d\s.+-]*)\s*(\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*([^\d\s]*)\s*$/su.exec(written) ?? [];
  const cost = Number(`${sign ?? ""}${digits ?? ""}`);
  if (pair === undefined || !Number.isFinite(cost) || (before !== "" && after !== "")) {
    throw new UserError(`--cost is TRUE>PREDICTED=COST with commas between, not "${written}".`, {
      hint: 'See "occam-tab help cost".',
    });
  }
  return { written, pair, cost, unit: `${before ?? ""}${after ?? ""}` };
}

/** The cost of every pair of classes: the most particular entry counts. */
function everyPair(entries: readonly Entry[], { classes, target }: Classes): readonly Cost[] {
  const named = new Map<string, number>();
  for (const { written, pair, cost } of entries) {
    const key = JSON.stringify(pairOf(pair, { classes, target }));
    if (named.has(key)) throw new UserError(`--cost names a pair twice: "${written}".`, { hint: "Leave one out." });
    named.set(key, cost);
  }
  return classes.flatMap((truth) =>
    classes.map((predicted) => {
      const isRight = truth === predicted;
      const keys = [
        [truth, predicted],
        ...(isRight
          ? []
          : [
              [truth, every],
              [every, predicted],
              [every, every],
            ]),
      ];
      const key = keys.map((each) => JSON.stringify(each)).find((each) => named.has(each));
      if (key !== undefined) return { truth, predicted, cost: named.get(key)! };
      if (isRight) return { truth, predicted, cost: 0 };
      throw new UserError(`--cost has no cost for ${truth} predicted as ${predicted}.`, {
        hint: `Add "${truth}>${predicted}=…", or "*>*=1" for all that is left.`,
      });
    }),
  );
}

/** The two classes of "bad>good", at whichever > both sides are classes. */
function pairOf(pair: string, { classes, target }: Classes): readonly [string, string] {
  const splits = [...pair.matchAll(/>/gu)].map(
    ({ index }) => [pair.slice(0, index).trim(), pair.slice(index + 1).trim()] as const,
  );
  const isKnown = (name: string) => name === every || classes.includes(name);
  const found = splits.find(([truth, predicted]) => isKnown(truth) && isKnown(predicted));
  if (found !== undefined) return found;
  const [truth, predicted] = splits[0]!;
  throw unknownClass("--cost", isKnown(truth) ? predicted : truth, { classes, target });
}

function unknownClass(flag: string, name: string, { classes, target }: Classes): UserError {
  const near = nearest(name, classes);
  const some = classes.slice(0, 10).join(", ");
  return new UserError(`${flag} names "${name}", which is not a class of "${target}".`, {
    hint:
      near === undefined ? `Its classes are ${some}${classes.length > 10 ? ", …" : ""}.` : `Did you mean "${near}"?`,
  });
}
