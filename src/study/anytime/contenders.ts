import { anytimeDensity } from "../../descent/anytime.ts";
import { guardedMegabatch } from "../../descent/ongoing-ensemble.ts";
import type { OccamOptions } from "../../descent/options.ts";
import type { Mark } from "../../evaluate/results/models.ts";

/** A megabatch as a method sees it. */
export interface Stage {
  readonly options: OccamOptions; // of the preset, for one network
  readonly index: number; // 0-based
  readonly count: number;
  readonly startWeights: number; // of the network before the first megabatch
  readonly fresh: number; // rows to learn from that are new
}

/** A way to train while data arrive. */
export interface Contender {
  readonly id: string;
  readonly label: string;
  readonly mark: Mark;
  readonly describe: string;
  readonly optionsOf: (stage: Stage) => OccamOptions;
}

/** The authors' last level, and the share of the new rows that their scores are taken on. */
const lastLevel = 4.5;
const scoredShare = 0.2;

/** Rounds of a megabatch where nothing is tested: near those of a guarded one. */
const rounds = 24;

export const contenders: readonly Contender[] = [
  {
    id: "app",
    label: "APP",
    mark: { color: "teal", shape: "star" },
    describe: "pruned by sensitivity before each megabatch, from 80% of the weights down to 37%",
    optionsOf: (stage) => pruned(stage, anytimeDensity(stage.index, stage.count, lastLevel)),
  },
  {
    id: "one-shot",
    label: "One-shot",
    mark: { color: "gold", shape: "triangle" },
    describe: "pruned to 37% once, by sensitivity before the first step",
    optionsOf: (stage) => pruned(stage, 0.8 ** lastLevel),
  },
  {
    id: "dense",
    label: "Dense",
    mark: { color: "purple", shape: "diamond" },
    describe: "never pruned",
    optionsOf: ({ options }) => ({ ...withRounds(options), method: { kind: "dense" } }),
  },
  {
    id: "guarded",
    label: "Guarded",
    mark: { color: "blue", shape: "circle" },
    describe:
      "pruned after training, at most twice in a megabatch, each time only if a test on held-out rows allows it",
    optionsOf: ({ options }) => guardedMegabatch(options),
  },
];

function pruned({ options, startWeights, fresh }: Stage, density: number): OccamOptions {
  const weights = Math.round(density * startWeights);
  return { ...withRounds(options), method: { kind: "anytime", weights, scored: Math.ceil(scoredShare * fresh) } };
}

function withRounds(options: OccamOptions): OccamOptions {
  return { ...options, descent: { ...options.descent, rounds } };
}
