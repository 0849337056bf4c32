import type { Results } from "../../src/evaluate/results/results.ts";
import { inventResults } from "./report-results.ts";
import type { Recipe } from "./report-scores.ts";

function recipes(skills: {
  readonly occam: number;
  readonly forest: number;
  readonly linear: number;
  readonly parameters: number;
  readonly forestParameters: number;
}): readonly Recipe[] {
  const { occam, forest, linear, parameters, forestParameters } = skills;
  return [
    {
      id: "occam",
      label: "Occam network",
      description: "Four small networks, pruned while they learn; their probabilities are averaged.",
      skill: occam,
      parameters,
      trainOperations: 4.1e9,
      seconds: 3.4,
    },
    {
      id: "forest",
      label: "Random forest",
      description: "500 trees, unlimited depth, √p columns tried at every split.",
      skill: forest,
      parameters: forestParameters,
      trainOperations: 1.3e9,
      seconds: 1.9,
    },
    {
      id: "linear",
      label: "Linear model",
      description:
        "Logistic or linear regression on the same encoded inputs, with a penalty chosen on rows kept aside.",
      skill: linear,
      parameters: Math.round(parameters * 0.7),
      trainOperations: 2.2e8,
      seconds: 0.2,
    },
    {
      id: "dummy",
      label: "Guess",
      description: "Always the class shares, or the mean, of the training rows.",
      skill: 0,
      parameters: 2,
      trainOperations: 3000,
      seconds: 0.0001,
    },
  ];
}

/** Two classes; the network wins. */
export function binaryResults(): Results {
  return inventResults({
    seed: 1,
    name: "telecom-churn.csv",
    target: "churn",
    task: "binary",
    classes: ["stays", "leaves"],
    rows: 3333,
    folds: 10,
    columns: [
      "day minutes",
      "customer service calls",
      "international plan",
      "area code",
      "evening minutes",
      "international calls",
      "voice mail plan",
      "night minutes",
      "account length",
      "day calls",
      "night calls",
    ],
    levels: ["no", "yes"],
    recipes: recipes({ occam: 2.4, forest: 1.1, linear: 1.0, parameters: 642, forestParameters: 148_300 }),
    findings: [
      {
        code: "possible-leak",
        severity: "warning",
        column: "customer service calls",
        message: "This column alone tells the class almost perfectly in one part of the data.",
        action: "It was kept; name it with --ignore if it is only known afterwards.",
      },
    ],
  });
}

/** Twenty-six classes; the forest wins. */
export function multiclassResults(): Results {
  return inventResults({
    seed: 2,
    name: "letters.csv",
    target: "letter",
    task: "multiclass",
    classes: Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    rows: 4000,
    folds: 5,
    columns: Array.from({ length: 16 }, (_, index) => `feature ${index + 1}`),
    recipes: recipes({ occam: 2.6, forest: 3.0, linear: 1.7, parameters: 9800, forestParameters: 1_920_000 }),
  });
}

/** A number; neither is clearly better. */
export function regressionResults(): Results {
  return inventResults({
    seed: 3,
    name: "diabetes.csv",
    target: "progression",
    task: "regression",
    classes: [],
    rows: 442,
    folds: 10,
    columns: ["bmi", "blood pressure", "sex", "age", "s1", "s2", "s3", "s4", "s5", "s6"],
    levels: ["female", "male"],
    recipes: recipes({ occam: 1.31, forest: 1.3, linear: 1.22, parameters: 118, forestParameters: 84_200 }),
  });
}

/** Texts that would do harm on a page that trusted them. */
export const attacks: readonly string[] = [
  "<script>window.attacked = 1</script>",
  '"><img src=x onerror="window.attacked = 2">',
  "</script><script>window.attacked = 3</script>",
  "</style><svg onload=window.attacked=4>",
  "javascript:window.attacked=5",
  "\u202egnp.exe\u2066 right to left \u200f",
  "=cmd|' /C calc'!A0",
  "שלום עולם",
  "-->]]></title></textarea><h1>big</h1>",
  "` onmouseover=`window.attacked=6",
  "\u0000\u0007nul and bell\u2028line",
  "x".repeat(10_000),
  "__proto__",
  "",
];

/** Every name, level, label and message an attack. */
export function attackResults(): Results {
  const story = {
    seed: 4,
    name: '"><img src=x onerror="window.attacked = 7">.csv',
    target: "<script>window.attacked = 8</script>",
    task: "multiclass" as const,
    classes: attacks.slice(0, 8),
    rows: 400,
    folds: 4,
    columns: attacks,
    levels: attacks,
    recipes: recipes({ occam: 1.4, forest: 1.4, linear: 1, parameters: 300, forestParameters: 20_000 }).map(
      (recipe, index) => ({
        ...recipe,
        label: attacks[index]!,
        description: attacks[index + 4]!,
      }),
    ),
    findings: attacks.map((text) => ({
      code: "attack",
      severity: "warning" as const,
      column: text,
      message: text,
      action: text,
    })),
  };
  const results = inventResults(story);
  return {
    ...results,
    command: `occam-tab fit '${attacks.join("")}'`,
    options: Object.fromEntries(attacks.map((text, index) => [`option ${index} ${text.slice(0, 20)}`, text])),
    verdict: { ...results.verdict!, sentence: `${attacks[0]}: ${attacks[1]}`, advice: attacks[2]! },
    engine: { name: attacks[0]!, refused: [{ name: attacks[1]!, reason: attacks[5]! }] },
  };
}

/** 500 columns, 26 classes, 200 levels, 25 folds. */
export function bigResults(): Results {
  return inventResults({
    seed: 5,
    name: "big.csv",
    target: "kind",
    task: "multiclass",
    classes: Array.from({ length: 26 }, (_, index) => `class of kind ${index + 1}`),
    rows: 5000,
    folds: 25,
    columns: Array.from({ length: 500 }, (_, index) => `measurement of sensor number ${index + 1}`),
    levels: Array.from({ length: 200 }, (_, index) => `level ${index + 1}`),
    recipes: recipes({
      occam: 2.2,
      forest: 2.25,
      linear: 1.5,
      parameters: 21_000,
      forestParameters: 3_100_000,
    }),
  });
}
