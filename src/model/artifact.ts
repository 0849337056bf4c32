import type { CalibrationRule, IntervalRule } from "../evaluate/results/certainty.ts";
import type { DecisionRule } from "../evaluate/results/decision.ts";
import type { PruneBy } from "../descent/options.ts";
import type { Prunability } from "../descent/prunability.ts";
import type { Network } from "../network/network.ts";
import type { NumberFormat } from "../ingest/number-format.ts";
import type { ReadingRules } from "../ingest/reading-rules.ts";
import type { Column } from "../ingest/table.ts";
import type { Encoder } from "../prepare/input-group.ts";
import type { Task } from "../prepare/prepared.ts";
import type { BackgroundColumn } from "./background.ts";
import { formatNetwork } from "./networks.ts";
import { formatEnsemble } from "../trees/json.ts";
import type { TreeEnsemble } from "../trees/trees.ts";

/** What a model file begins with. */
export const schemaName = "occam-tab/model@1";

/**
 * A column that the model wants to be given; names and kinds are those of the table as read, before dates are expanded.
 */
export interface ModelColumn {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly dayFirst: boolean | null; // of a date, when the training data decided it
  readonly format?: NumberFormat | undefined; // of numbers that were not written plainly
  readonly missingWords?: readonly string[] | undefined; // that counted as missing in this column alone
}

/** Settings of a fit that further training keeps, where they were not the default. */
export interface Recipe {
  readonly preset?: string | undefined;
  readonly maxParameters?: number | undefined; // of the ensemble
  readonly pruneBy?: PruneBy | undefined;
  readonly weight?: string | undefined; // column that says how much each row counts
  readonly group?: string | undefined; // column whose equal values are kept together
}

export interface ModelScore {
  readonly metric: string;
  readonly mean: number; // over folds
  readonly deviation: number;
}

/** Where a model comes from; nothing here changes a prediction. */
export interface ModelOrigin {
  readonly version: string; // of occam-tab
  readonly data: string; // name of the data
  readonly sha256: string; // of the file, or empty
  readonly rows: number;
  readonly seed: number;
  readonly scores: readonly ModelScore[]; // out of fold, of the same recipe
  readonly recipe?: Recipe | undefined; // absent: all defaults
}

/** Networks that read encoded cells: the network, the linear model and their relatives. */
export interface NetworksPart {
  readonly kind: "networks";
  readonly task: Task;
  readonly encoder: Encoder;
  readonly inverseTemperatures: readonly number[]; // probabilities are averaged over these factors of the logits
  readonly networks: readonly Network[];
  readonly prunability?: Prunability | undefined;
}

/** Trees that read cells as they are: forests and boosting. */
export interface TreesPart {
  readonly kind: "trees";
  readonly task: Task;
  readonly ensemble: TreeEnsemble;
}

/** One model of a kind. Its task is in the units of the table. */
export type ModelPart = NetworksPart | TreesPart;

/** Several models whose probabilities are pooled, or numbers averaged, by their shares, which add up to 1. */
export interface PortfolioPart {
  readonly kind: "portfolio";
  readonly task: Task;
  readonly parts: readonly { readonly share: number; readonly model: ModelPart }[];
}

/** What models of every kind say of themselves. */
export interface ModelHead {
  readonly target: string;
  readonly columns: readonly ModelColumn[];
  readonly reading?: ReadingRules | undefined; // of the training file, where the user gave any
  readonly decision?: DecisionRule; // how probabilities become a class, when costs were named
  readonly certainty?: IntervalRule | CalibrationRule; // by errors on held-out rows
  readonly background?: readonly BackgroundColumn[]; // that predictions are explained against
  readonly origin: ModelOrigin;
}

/** A model with all it takes to predict raw rows: what a model file holds. */
export type ModelArtifact = ModelHead & (NetworksPart | TreesPart | PortfolioPart);

/** A model of networks, which can go on learning. */
export type NetworksModel = ModelHead & NetworksPart;

/**
 * The text of a model file: one line of JSON, numbers in full, so that reading it gives the same predictions bit by
 * bit.
 */
export function formatModel(model: ModelArtifact): string {
  const { kind, target, task, columns, origin, reading } = model;
  const { decision, certainty: kept, background } = model;
  const rules = reading === undefined ? {} : { reading };
  const head = { schema: schemaName, kind, target, task, columns, ...rules };
  const body =
    model.kind === "portfolio"
      ? {
          parts: model.parts.map(({ share, model: part }) => {
            const { kind: partKind, task: partTask } = part;
            return { share, model: { kind: partKind, task: partTask, ...formatPart(part) } };
          }),
        }
      : formatPart(model);
  return `${JSON.stringify({ ...head, ...body, decision, certainty: kept, background, origin })}\n`;
}

function formatPart(part: ModelPart): object {
  if (part.kind === "trees") return { ensemble: formatEnsemble(part.ensemble, part.task) };
  const { encoder, inverseTemperatures, networks, prunability } = part;
  return { encoder, inverseTemperatures, networks: networks.map(formatNetwork), prunability };
}

/** Bytes of the model as it is saved. */
export function modelBytes(model: ModelArtifact): number {
  return new TextEncoder().encode(formatModel(model)).length;
}
