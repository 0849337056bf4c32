import { mean } from "../../base/statistics.ts";
import { times } from "../../report/number.ts";
import { listed } from "../../report/text.ts";
import { difference, estimate, type Estimate, isCertain, oneSeedWords, withInterval } from "../estimate.ts";
import { type DescentMethod, type DescentResult, methodIds } from "./cell.ts";

/** A method over all seeds. */
export interface MethodSummary {
  readonly id: DescentMethod;
  readonly loss: Estimate;
  readonly accuracy: Estimate | null;
  readonly parameters: Estimate;
  readonly operations: Estimate;
  readonly rowOperations: Estimate;
  readonly seconds: Estimate;
}

/** Something that arXiv:2405.20194 says of Occam Gradient Descent, and whether these rows say so too. */
export interface Claim {
  readonly by: "occam" | "paper"; // ours, or the published loop
  readonly against: DescentMethod;
  readonly of: "loss" | "parameters";
  readonly difference: Estimate; // of the two, ours less the rival's; of parameters as a logarithm
  readonly ratio: number; // of the means
  readonly seen: "seen" | "the opposite" | "open";
}

export interface DescentSummary {
  readonly methods: readonly MethodSummary[];
  readonly claims: readonly Claim[];
}

const rivals = {
  occam: ["dense", "pruned", "paper", "forest", "forest-default"],
  paper: ["dense", "forest"],
} as const satisfies Record<Claim["by"], readonly DescentMethod[]>;

/** What is claimed against a rival. Networks pruned after training are given the size of ours. */
function claimed(against: DescentMethod): readonly Claim["of"][] {
  return against === "pruned" ? ["loss"] : ["loss", "parameters"];
}

/** Seeds share rows, so intervals of differences are widened (C. Nadeau and Y. Bengio, 2003). */
export function summarise(results: readonly DescentResult[]): DescentSummary {
  const of = (id: DescentMethod, value: (one: DescentResult) => number) =>
    results.filter(({ method }) => method === id).map(value);
  const { testRows, trainRows } = results[0]!;
  const overlap = testRows / trainRows;
  const methods = methodIds.map((id): MethodSummary => {
    const over = (value: (one: DescentResult) => number) => estimate(of(id, value), overlap);
    return {
      id,
      loss: over(({ loss }) => loss),
      accuracy: results[0]!.accuracy === null ? null : over(({ accuracy }) => accuracy!),
      parameters: over(({ parameters }) => parameters),
      operations: over(({ operations }) => operations),
      rowOperations: over(({ rowOperations }) => rowOperations),
      seconds: over(({ seconds }) => seconds),
    };
  });
  const claim = (by: Claim["by"], against: DescentMethod, what: Claim["of"]): Claim => {
    const value = (one: DescentResult) => (what === "loss" ? one.loss : Math.log(Math.max(1, one.parameters)));
    const less = difference(of(by, value), of(against, value), overlap);
    const seen = !isCertain(less) ? "open" : less.mean < 0 ? "seen" : "the opposite";
    const ratio = mean(of(by, (one) => one[what])) / mean(of(against, (one) => one[what]));
    return { by, against, of: what, difference: less, ratio, seen };
  };
  const claims = (["occam", "paper"] as const).flatMap((by) =>
    rivals[by].flatMap((against) => claimed(against).map((what) => claim(by, against, what))),
  );
  return { methods, claims };
}

export const labels: Readonly<Record<DescentMethod, string>> = {
  dense: "Dense",
  pruned: "Pruned after training",
  paper: "Published loop",
  occam: "Occam",
  forest: "Tuned forest",
  "forest-default": "Default forest",
};

/** What was seen and what was not, as two sentences: of ours and of the published loop. */
export function findingOf({ claims }: DescentSummary): string {
  const sentence = (by: Claim["by"], subject: string) => {
    const parts = (["seen", "the opposite", "open"] as const).flatMap((seen) => {
      const own = claims.filter((one) => one.by === by && one.seen === seen);
      const side = (what: Claim["of"]) => {
        const against = own.filter((one) => one.of === what).map((one) => labels[one.against].toLowerCase());
        if (against.length === 0) return [];
        const words = what === "loss" ? lossWords[seen] : sizeWords[seen];
        return [`${words} ${listed(against)}`];
      };
      return [...side("loss"), ...side("parameters")];
    });
    return `${subject} ${parts.join("; ")}.`;
  };
  const alone = claims[0]!.difference.half === null ? ` ${oneSeedWords}` : "";
  return `${sentence("occam", "Occam has")} ${sentence("paper", "The published loop has")}${alone}`;
}

const lossWords = {
  seen: "less loss than",
  "the opposite": "more loss than",
  open: "a loss that does not clearly differ from that of",
};
const sizeWords = {
  seen: "fewer parameters than",
  "the opposite": "more parameters than",
  open: "a number of parameters that does not clearly differ from that of",
};

/** The difference of a claim: of losses with its interval, of parameters how many times as many. */
export function claimNumber({ of, difference: less, ratio }: Claim): string {
  return of === "loss" ? withInterval(less) : times(ratio);
}
