import type { Matrix, RowIndex } from "../base/matrix.ts";
import { hash } from "../base/random.ts";
import { range } from "../base/select.ts";
import { type EnsembleFit, fitEnsemble, type NetworkEnsemble } from "../descent/fit-ensemble.ts";
import { type OccamOptions, presets } from "../descent/options.ts";
import { predictEnsemble } from "../descent/predict-ensemble.ts";
import { type Prunability, prunability } from "../descent/prunability.ts";
import type { Engine } from "../engine/engine.ts";
import type { Column } from "../ingest/table.ts";
import { modelBytes, type NetworksModel, type NetworksPart } from "../model/artifact.ts";
import type { Network } from "../network/network.ts";
import { operationsPerRow, outputCount, parameterCount, storedParameters, weightCount } from "../network/size.ts";
import { type Encoder, encode } from "../prepare/encoder.ts";
import { defaultEncoderOptions, type EncoderOptions } from "../prepare/options.ts";
import type { Task } from "../prepare/prepared.ts";
import type { Model, ModelOptions, Watch } from "./model.ts";
import { columnsRead, historyOf } from "./network-history.ts";
import { headOf } from "./run-data.ts";
import { shareDone } from "./share-done.ts";
import type { Interruption, KeptWeights, OtherSize, Predict, Predicted, TrainedModel } from "./trained-model.ts";
import type { EncodedRows, TrainingFold } from "./training-fold.ts";

/** What the options of a network model may depend on. */
export interface NetworkContext {
  readonly fold: TrainingFold;
  readonly options: ModelOptions;
  readonly shape: { readonly inputs: number; readonly outputs: number }; // encoded inputs, outputs of the network
  readonly seconds: number | null; // that training may take
}

/** A model that is an ensemble of networks. It differs from the others in how it is encoded and how it descends. */
export interface NetworkDefinition<Id extends string> extends Omit<Model<Id>, "train"> {
  readonly encoder?: EncoderOptions;
  readonly descent: (preset: OccamOptions, context: NetworkContext) => OccamOptions;
}

export function networkModel<const Id extends string>(definition: NetworkDefinition<Id>): Model<Id> {
  const { encoder = defaultEncoderOptions, descent, ...model } = definition;
  return {
    ...model,
    train: async (fold, options, watch) => {
      const preset = presets[options.preset];
      const { encoded, reusedSeconds } = fold.encode(encoder, preset.ensemble.parts);
      const shape = { inputs: encoded.encoder.inputs, outputs: outputCount(fold.task) };
      const asked = descent(preset, { fold, options, shape, seconds: watch.seconds });
      const { fit, interruption } = await descend(fold, { encoded, options: asked }, watch);
      const found = isSaved(fold) ? await prunabilityOf(fit.model, encoded, fold.engine) : null;
      return trainedNetworks(fold, { encoded, fit, interruption, reusedSeconds, prunability: found });
    },
  };
}

/**
 * Rounds of a descent that is not a ladder: with those dense training takes several times the operations of a ladder.
 */
const rivalRounds = 40;

/** The preset for a rival that does not climb down a ladder. */
export function rivalOf(preset: OccamOptions): OccamOptions {
  return { ...preset, descent: { ...preset.descent, rounds: rivalRounds } };
}

/** The size that Occam found on this fold. A rival gets the same size, so that only the way there differs. */
export function keptByOccam({ trained }: TrainingFold): KeptWeights {
  const kept = trained.get("occam")?.size.kept;
  if (kept === undefined) throw new Error("Occam is trained before a model that needs its size.");
  return kept;
}

/** Trains the ensemble, and reports after every round about how much of it is done. */
async function descend(
  fold: TrainingFold,
  { encoded, options }: { readonly encoded: EncodedRows; readonly options: OccamOptions },
  watch: Watch,
): Promise<{ readonly fit: EnsembleFit; readonly interruption: Interruption | null }> {
  const seed = hash([fold.seed, "network", fold.number]);
  const expected = options.descent.rounds + (options.method.kind === "guarded" ? 6 * options.ladder.rounds : 0);
  let interruption: Interruption | null = null;
  const fit = await fitEnsemble({
    ...{ data: encoded.data, parts: encoded.parts, engine: fold.engine, options, seed },
    watch: ({ round, holdoutLoss, weights }) => {
      const share = shareDone(round + 1, expected);
      const goesOn = watch.report({ share, round, weights, ...(holdoutLoss === null ? {} : { holdoutLoss }) });
      if (!goesOn) interruption = { done: round + 1, asked: null };
      return goesOn;
    },
  });
  return { fit, interruption };
}

interface Trained {
  readonly encoded: EncodedRows;
  readonly fit: EnsembleFit;
  readonly interruption: Interruption | null;
  readonly reusedSeconds: number;
  readonly prunability: Prunability | null; // of a model that is saved
}

/** Whether the fold trains a model on all rows, to be saved. */
function isSaved({ number }: TrainingFold): boolean {
  return number < 0;
}

function prunabilityOf(model: NetworkEnsemble, { data }: EncodedRows, engine: Engine): Promise<Prunability> {
  const rows = range(0, data.inputs.rows);
  return prunability(model, { data, rows }, engine);
}

function trainedNetworks(fold: TrainingFold, trained: Trained): TrainedModel {
  const { encoded, fit, interruption, reusedSeconds } = trained;
  const { task, engine } = fold;
  const { encoder } = encoded;
  const beside = trained.prunability === null ? {} : { prunability: trained.prunability };
  const artifact = { ...artifactOf(fold, encoder, fit.model), ...beside };
  const encodeRows = encodingOnce(encoder); // all rungs predict the same rows
  const otherSizes = fit.rungs.map(
    ({ round, model }, rung) =>
      (): OtherSize => ({
        label: `rung ${rung}`,
        round,
        parameters: parametersOf(model, task),
        predict: networkPredictor({ ...model, task }, encodeRows, engine),
      }),
  );
  return {
    predict: networkPredictor(artifact, encodeRows, engine),
    cost: { operations: fit.operations, reusedSeconds },
    size: { parameters: parametersOf(fit.model, task), bytes: modelBytes(artifact), kept: keptWeights(fit) },
    save: () => artifact,
    inputs: columnsRead(fit.model.networks, encoder),
    encodedInputs: encoder.inputs,
    interruption,
    history: historyOf(fit, encoder.inputs),
    otherSizes,
  };
}

/** Parameters of an ensemble, with the one temperature of calibrated classes. */
function parametersOf(model: NetworkEnsemble, task: Task): number {
  const calibrated = task.kind === "classification" && model.inverseTemperatures.some((beta) => beta !== 1);
  return parameterCount(model.networks) + (calibrated ? 1 : 0);
}

function keptWeights({ model: { networks }, startWeights }: EnsembleFit): KeptWeights {
  const total = (count: (network: Network) => number) => networks.reduce((sum, network) => sum + count(network), 0);
  return { share: total(weightCount) / startWeights, parametersPerNetwork: total(storedParameters) / networks.length };
}

/** All that is needed to predict raw rows with a trained ensemble. */
function artifactOf({ data, task }: TrainingFold, encoder: Encoder, model: NetworkEnsemble): NetworksModel {
  const { inverseTemperatures, networks } = model;
  return { ...headOf(data), kind: "networks", task, encoder, inverseTemperatures, networks };
}

type Encode = (columns: readonly Column[], rows: RowIndex) => Matrix;

/** Encodes rows, once while these columns and the same list of rows are there. */
function encodingOnce(encoder: Encoder): Encode {
  const encoded = new WeakMap<readonly Column[], { readonly rows: RowIndex; readonly inputs: Matrix }>();
  return (columns, rows) => {
    const known = encoded.get(columns);
    if (known?.rows === rows) return known.inputs;
    const inputs = encode(columns, rows, encoder);
    encoded.set(columns, { rows, inputs });
    return inputs;
  };
}

/** Predicts rows of a table by the mean over an ensemble of networks; dates among the columns are expanded. */
function networkPredictor(
  model: Pick<NetworksPart, "task" | "inverseTemperatures" | "networks">,
  encodeRows: Encode,
  engine: Engine,
): Predict {
  const perRow = operationsPerRow(model.networks);
  return async (columns: readonly Column[], rows: RowIndex): Promise<Predicted> => {
    const inputs = encodeRows(columns, rows);
    const values = await predictEnsemble(model, { inputs, task: model.task, rows: null }, engine);
    return { values, operations: rows.length * perRow };
  };
}
