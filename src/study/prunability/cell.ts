import { type Check, nullable, partialRecord } from "../../base/check.ts";
import { amount, count, share } from "../../base/quantity.ts";
import { hash, Random } from "../../base/random.ts";
import { type OccamOptions, presets } from "../../descent/options.ts";
import { prunability, trainingLoss } from "../../descent/prunability.ts";
import { foldScale } from "../../network/scale.ts";
import { parameterCount } from "../../network/size.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { openEngine } from "../../run/engine.ts";
import { type DealtTable, dealTable, scoreOn, startLearner, train } from "../network.ts";
import { type StudyData, tableOf } from "../study.ts";
import { pathNorm, sharpness, squaredNorm } from "./measures.ts";

/** One network. */
export interface PrunabilityCell {
  readonly width: number; // hidden units
  readonly decay: number;
  readonly noise: number; // share of the training targets that are exchanged among their rows
  readonly repetition: number;
  readonly seed: number;
}

/** The grid of networks: each width with each decay and each share of noise. */
export const grid = { width: [16, 64, 256], decay: [0, 0.3, 3], noise: [0, 0.2, 0.4] } as const;

export interface PrunabilityResult extends Omit<PrunabilityCell, "repetition"> {
  readonly testLoss: number; // log-loss or RMSE on rows without noise
  readonly testError: number | null; // share misclassified
  readonly trainLoss: number; // nats, or squared deviations
  readonly prunability: number;
  readonly parameters: number;
  readonly norm: number;
  readonly pathNorm: number;
  readonly sharpness: number;
}

export const prunabilityResult: Check<PrunabilityResult> = partialRecord<PrunabilityResult>({
  width: count,
  decay: amount,
  noise: amount,
  seed: count,
  testLoss: amount,
  testError: nullable(amount),
  trainLoss: amount,
  prunability: share,
  parameters: count,
  norm: amount,
  pathNorm: amount,
  sharpness: amount,
});

const rounds = 40;
const rowsForSharpness = 1024;

/** Trains the network of a cell and takes its measures. No temperature: it would hide what the weights do. */
export async function computeNetwork(cell: PrunabilityCell, data: StudyData): Promise<readonly PrunabilityResult[]> {
  const { width, decay, noise, seed } = cell;
  const preset = presets[data.settings.preset];
  const engine = await openEngine(data.settings);
  const clean = dealTable(tableOf(data), seed);
  const table = { ...clean, data: exchanged(clean, noise, Random.of(seed, "noise", String(noise))) };
  const learner = await startLearner(table, engine, {
    width,
    options: optionsOf(preset, decay),
    seed: hash([seed, "width", width]),
  });
  try {
    await train(learner, rounds, preset.descent.rate);
    const network = foldScale((await learner.save()).network);
    const model = { networks: [network], inverseTemperatures: [1] };
    const { fit } = table.member;
    const tested = await scoreOn(clean, engine, { model, rows: clean.test });
    const learnt = { data: table.data, rows: fit };
    return [
      {
        ...{ width, decay, noise, seed },
        ...{ testLoss: tested.loss, testError: tested.error },
        trainLoss: await trainingLoss(model, learnt, engine),
        prunability: (await prunability(model, learnt, engine)).share,
        parameters: parameterCount([network]),
        norm: squaredNorm(network),
        pathNorm: pathNorm(network),
        sharpness: await sharpness(
          model,
          { data: table.data, rows: fit.subarray(0, rowsForSharpness), random: Random.of(seed, "sharpness") },
          engine,
        ),
      },
    ];
  } finally {
    learner.dispose();
  }
}

function optionsOf(preset: OccamOptions, decay: number): OccamOptions {
  return {
    ...preset,
    network: { ...preset.network, inputScale: false },
    descent: { ...preset.descent, decay },
  };
}

/** The data with this share of the training targets exchanged among their rows. */
function exchanged({ data, member }: DealtTable, share: number, random: Random): Prepared {
  const drawn = random.shuffle(member.fit.slice()).subarray(0, Math.round(share * member.fit.length));
  const from = random.shuffle(drawn.slice());
  const targets = data.targets.slice();
  for (const [i, row] of drawn.entries()) targets[row] = data.targets[from[i]!]!;
  return { ...data, targets };
}
