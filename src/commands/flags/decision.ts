import type { Flag } from "./flag.ts";

/** Flags that make a decision of predictions. */
export const decisionFlags = {
  cost: {
    type: "list",
    value: "TRUE>PREDICTED=COST",
    commands: ["fit"],
    help: "what mistakes cost, such as bad>good=5,good>bad=1",
    details:
      "Each entry is the true class, >, the class it is predicted as, =, and the cost of a row, with a unit or " +
      "without: bad>good=500€. Every mistake needs a cost; * stands for all classes that have no entry of their " +
      "own: *>*=1. Costs below 0 are gains, and what is right may have a cost too. The report then shows the " +
      "cheapest threshold and what it saves, and model.json keeps the rule for predict.",
  },
  positive: {
    type: "text",
    value: "CLASS",
    commands: ["fit", "predict"],
    help: "the class to detect (default: of two, the one that costs more to miss)",
    details:
      "Thresholds apply to its probability. Without --cost the default is the second of two classes. With more than " +
      "two classes there is no default: costs alone then decide.",
  },
  threshold: {
    type: "number",
    value: "SHARE",
    whole: false,
    low: 0,
    high: 1,
    commands: ["predict"],
    help: "call the class of --positive from this probability on (default: the rule in the model)",
    details:
      "Adds the column decision: the class of --positive where its probability is at least this, elsewhere the " +
      "likeliest of the others. A model that was fitted with --cost keeps its cheapest rule and adds the column " +
      "by itself.",
  },
  interval: {
    type: "number",
    value: "PERCENT",
    whole: true,
    low: 50,
    high: 99,
    commands: ["predict"],
    help: "add how certain each prediction is, such as 90",
    details:
      "For a number the columns low and high: an interval meant to hold the true value for this share of new rows; " +
      "the report says how often it did. For classes the columns calibrated, low and high: how often such a " +
      "probability came true on held-out rows, of the second of two classes or else of the predicted class, with an " +
      "interval.",
  },
  explain: {
    type: "number",
    value: "COLUMNS",
    whole: true,
    low: 1,
    high: 100,
    commands: ["predict"],
    help: "add the columns that moved each prediction most, such as 3",
    details:
      "The column baseline is the mean prediction for a background of 32 made-up rows that the model keeps; reason1 " +
      "and effect1 name the column that moved the prediction most and by how much, and so on; effect_others is what " +
      "all other columns add. They sum to the prediction, or to the probability of the predicted class (Shapley " +
      "values). effect_error is the largest standard error of an effect: 0 where they are exact.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
