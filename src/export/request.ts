import type { ModelArtifact } from "../model/artifact.ts";
import { UserError } from "../base/errors.ts";
import type { Graph, NetworkModel, TreeModel } from "./graph.ts";

/** A raw cell: a number, the text of a level, a date as "2020-01-31" or "2020-01-31T12:00:00.000Z"; null is missing. */
export type RawCell = number | string | null;

/** A row with its prediction, by which an export checks itself. */
export interface Example {
  readonly cells: readonly RawCell[]; // in the order of the model's columns
  readonly outputs: readonly number[]; // probabilities, or the number
}

/** What means "no value" in a column. */
export interface Missing {
  readonly texts: readonly string[];
  readonly values: readonly number[]; // numbers, in a column of dates days since 1970-01-01
}

/** What an export is made of. */
export interface ExportRequest {
  readonly model: ModelArtifact;
  readonly graph: Graph;
  readonly examples: readonly Example[];
  readonly missing: readonly Missing[]; // of each column
  readonly dialect: string; // of SQL
  readonly id: string | null; // column that SQL gives besides those that the model reads
  readonly table: string; // that SQL reads
}

/** An export of networks, for the forms that write them down layer by layer. */
export type NetworkRequest = ExportRequest & { readonly graph: NetworkModel };

/** An export of networks or of trees, for the forms that hold one model. */
export type PartRequest = ExportRequest & { readonly graph: NetworkModel | TreeModel };

/** The request as one of a single model. Throws a UserError for several models; `form` names what was asked for. */
export function ofPart(request: ExportRequest, form: string): PartRequest {
  const { graph } = request;
  if (graph.kind !== "portfolio") return { ...request, graph };
  throw new UserError(`${form} can hold one model, but not several together.`, { hint: holdsAll });
}

/** The request as one of networks. Throws a UserError for a model that is none; `form` names what was asked for. */
export function ofNetworks(request: ExportRequest, form: string): NetworkRequest {
  const { graph } = request;
  if (graph.kind === "networks") return { ...request, graph };
  throw new UserError(`${form} can hold networks and linear models, but not ${kindWords[graph.kind]}.`, {
    hint: graph.kind === "trees" ? "Use --to js, page, c or onnx." : holdsAll,
  });
}

const holdsAll = "Use --to js or --to page, which hold every model.";

const kindWords = { trees: "trees", portfolio: "several models together" } as const;

/** A file of an export; what belongs beside the main one is called like it with another ending. */
export interface ExportedFile {
  readonly ending: string; // such as ".d.ts"; empty for the main file
  readonly content: string | Uint8Array;
}
