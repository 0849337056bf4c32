import { Random } from "../../base/random.ts";
import { type NetworkEnsemble, trainEnsemble } from "../../descent/fit-ensemble.ts";
import type { NetworkLearner, Snapshot } from "../../descent/network-learner.ts";
import { type OccamOptions, presets } from "../../descent/options.ts";
import type { CountedLayer } from "../../descent/learner.ts";
import { keepLargest, keepLargestOfAll } from "../../descent/prune.ts";
import { dataSensitivities } from "../../descent/sensitivity.ts";
import { sparsify } from "../../descent/sparsify.ts";
import type { Engine } from "../../engine/engine.ts";
import { foldScale } from "../../network/scale.ts";
import { outputCount } from "../../network/size.ts";
import { openEngine } from "../../run/engine.ts";
import { calibrated, type DealtTable, dealTable, scoreOn, startLearner, train } from "../network.ts";
import { type StudyData, tableOf } from "../study.ts";
import { type Choice, keepConnected } from "./connected.ts";
import type { SizeMethodId } from "./methods.ts";
import type { SizeResult } from "./result.ts";

/** A starting width, and every way from it to the sizes below. */
export interface TableCell {
  readonly kind: "table";
  readonly width: number;
  readonly repetition: number;
  readonly seed: number;
}

/** Hidden units of the dense networks whose weights are the final sizes. */
const finalWidths = [2, 8, 32] as const;
const startingWidths = [8, 16, 32, 64, 128, 256, 512, 1024];
export const tableWidths: readonly number[] = [...new Set([...finalWidths, ...startingWidths])].sort((a, b) => a - b);

const rounds = 40;
const retrainingRounds = 10;

/** All that is trained from one starting width and seed. */
interface Start {
  readonly table: DealtTable;
  readonly engine: Engine;
  readonly options: OccamOptions;
  readonly cell: TableCell;
}

export async function computeTable(cell: TableCell, data: StudyData): Promise<readonly SizeResult[]> {
  const preset = presets[data.settings.preset];
  const start: Start = {
    ...{ cell, table: dealTable(tableOf(data), cell.seed) },
    engine: await openEngine(data.settings),
    options: plainOptions(preset),
  };
  const learner = await untrained(start);
  try {
    await train(learner, rounds, preset.descent.rate);
    const isSmall = finalWidths.some((width) => width === cell.width);
    const results = [
      await resultOf(start, { method: "large", size: null }, await calibrated(learner)),
      ...(isSmall
        ? [await resultOf(start, { method: "small", size: learner.weights }, await calibrated(learner))]
        : []),
    ];
    if (!startingWidths.includes(cell.width)) return results;
    const large = await learner.save();
    for (const width of finalWidths) {
      if (width < cell.width) results.push(...(await fromLarge(start, { learner, large }, width)));
    }
    return results;
  } finally {
    learner.dispose();
  }
}

/** Every way from the trained large network, or from its start, to the size of a dense network of width `width`. */
async function fromLarge(
  start: Start,
  { learner, large }: { readonly learner: NetworkLearner; readonly large: Snapshot },
  width: number,
): Promise<readonly SizeResult[]> {
  const { rate, recoveryRate } = start.options.descent;
  const { table, engine } = start;
  const outputs = outputCount(table.data.task);
  const size = width * (table.data.inputs.columns + outputs);
  await learner.restore(large);
  const magnitudes = await learner.magnitudes();
  await keepConnected(learner, large, {
    size,
    choice: { most: learner.weights, masks: (count) => keepLargestOfAll(magnitudes, count) },
  });
  const shares = learner.layers.map((layer) => layer.weight.length / learner.weights);
  const pruned = await resultOf(start, { method: "pruned", size }, await calibrated(learner));
  await train(learner, retrainingRounds, recoveryRate);
  const retrained = await resultOf(start, { method: "retrained", size }, await calibrated(learner));
  const masked = await untrained(start);
  const descended = await untrained(start);
  try {
    const draws = Random.of(start.cell.seed, "mask", width);
    await keepConnected(masked, await masked.save(), { size, choice: atRandom(masked.layers, shares, draws) });
    await train(masked, rounds, rate);
    const random = await resultOf(start, { method: "random", size }, await calibrated(masked));
    const fit = await trainEnsemble([descended], {
      ...{ data: table.data, engine },
      options: occamTo(start.options, size + width + outputs),
    });
    const sampled = await resultOf(start, { method: "sensitivity", size }, bySensitivity(start, large, size));
    return [pruned, sampled, retrained, random, await resultOf(start, { method: "occam", size }, fit.model)];
  } finally {
    masked.dispose();
    descended.dispose();
  }
}

/** Weights drawn at random, these shares of them in each layer. */
function atRandom(layers: readonly CountedLayer[], shares: readonly number[], draws: Random): Choice {
  const ranks = layers.map(({ weight }) => Float32Array.from(weight, () => draws.uniform()));
  return {
    most: Math.max(...layers.map(({ weight }, layer) => Math.floor(weight.length / shares[layer]!))),
    masks: (count) => ranks.map((layer, index) => keepLargest(layer, Math.round(count * shares[index]!))),
  };
}

const rowsForSensitivity = 256;
const failure = 0.05;

/** The large network with `size` weights, kept or sampled by their sensitivities, at its own temperature. */
function bySensitivity({ table, cell }: Start, large: Snapshot, size: number): NetworkEnsemble {
  const network = foldScale(large.network);
  const rows = table.member.fit.subarray(0, rowsForSensitivity);
  const sensitivities = dataSensitivities(network, table.data.inputs, rows);
  const random = Random.of(cell.seed, "sampled", size);
  const sparse = sparsify(network, { sensitivities, size, failure, random });
  return { networks: [sparse.network], inverseTemperatures: [large.inverseTemperature] };
}

/** The network before its first step, the same for every way. */
function untrained({ table, engine, options, cell }: Start): Promise<NetworkLearner> {
  return startLearner(table, engine, { width: cell.width, options, seed: cell.seed });
}

/** One plain network: no factors of inputs, no decay. */
function plainOptions(preset: OccamOptions): OccamOptions {
  return {
    ...preset,
    ensemble: { members: 1, parts: 1, calibrate: "full" },
    network: { ...preset.network, inputScale: false },
    descent: { ...preset.descent, decay: 0 },
  };
}

/** The guarded descent down to a size that is given, whatever it costs: weights below it have no price. */
function occamTo(options: OccamOptions, maxParameters: number): OccamOptions {
  return { ...options, method: { kind: "guarded" }, ladder: { ...options.ladder, weightPrice: 0, maxParameters } };
}

async function resultOf(
  { table, engine, cell }: Start,
  { method, size }: { readonly method: SizeMethodId; readonly size: number | null },
  model: NetworkEnsemble,
): Promise<SizeResult> {
  const tested = await scoreOn(table, engine, { model, rows: table.test });
  const trained = await scoreOn(table, engine, { model, rows: table.member.fit });
  return {
    ...{ level: null, width: cell.width, size, method, seed: cell.seed },
    weights: model.networks[0]!.layers.reduce(
      (sum, { weight }) => sum + weight.filter((value) => value !== 0).length,
      0,
    ),
    ...tested,
    trainLoss: trained.loss,
    trainError: trained.error,
    theory: null,
  };
}
