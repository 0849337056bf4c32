import type { DecisionRule } from "../../evaluate/results/decision.ts";
import type { Dialect } from "./dialects.ts";
import type { Step } from "./network.ts";

/** The decision of a rule: the steps after the probabilities p1, p2, …, and the class as an expression. */
export interface DecisionSql {
  readonly steps: readonly Step[];
  readonly decided: string;
}

/** Reads `kept` columns and p1, p2, … of the step `from`. */
export function decisionSql(
  { positive, threshold, costs }: DecisionRule,
  classes: readonly string[],
  { kept, from, dialect }: { readonly kept: readonly string[]; readonly from: string; readonly dialect: Dialect },
): DecisionSql {
  const all = classes.map((_, k) => k);
  const probabilities = all.map((k) => `p${k + 1}`);
  const called = (k: number): string => dialect.string(classes[k]!);
  if (classes.length === 1) return { steps: [], decided: called(0) };
  if (positive !== null && threshold !== null) {
    const own = classes.indexOf(positive);
    const others = all.filter((k) => k !== own);
    const likeliest = others.length === 1 ? `p${others[0]! + 1}` : dialect.greatest(others.map((k) => `p${k + 1}`));
    const whens = others.map((k) => `WHEN p${k + 1} = likeliest_other THEN ${called(k)}`);
    return {
      steps: [
        { name: "threshold", columns: [...kept, ...probabilities, "best", `${likeliest} AS likeliest_other`], from },
      ],
      decided: `CASE WHEN p${own + 1} >= ${threshold} THEN ${called(own)} ${whens.join(" ")} END`,
    };
  }
  const expected = classes.map((name, k) => {
    const terms = costs
      .filter(({ predicted, cost }) => predicted === name && cost !== 0)
      .map(({ truth, cost }) => `${cost < 0 ? `(${cost})` : cost} * p${classes.indexOf(truth) + 1}`);
    return `${terms.length === 0 ? "0.0 * p1" : terms.join(" + ")} AS cost${k + 1}`;
  });
  const named = all.map((k) => `cost${k + 1}`);
  // Of classes that cost the same the likelier is taken, then the first.
  const cheapest = all.map((k) => `CASE WHEN cost${k + 1} = least THEN p${k + 1} ELSE -1.0 END AS cheap${k + 1}`);
  const likeliest = dialect.greatest(all.map((k) => `cheap${k + 1}`));
  const passed = [...kept, ...probabilities, "best"];
  return {
    steps: [
      { name: "costs", columns: [...passed, ...expected], from },
      { name: "least_cost", columns: [...passed, ...named, `${dialect.least(named)} AS least`], from: "costs" },
      { name: "cheapest", columns: [...passed, ...cheapest], from: "least_cost" },
      {
        name: "decided",
        columns: [...passed, ...all.map((k) => `cheap${k + 1}`), `${likeliest} AS chosen`],
        from: "cheapest",
      },
    ],
    decided: `CASE ${all.map((k) => `WHEN cheap${k + 1} = chosen THEN ${called(k)}`).join(" ")} END`,
  };
}
