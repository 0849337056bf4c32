import type { DecisionRule } from "../evaluate/results/decision.ts";
import type { ModelArtifact, ModelColumn, ModelPart } from "../model/artifact.ts";
import { withReadInputs } from "../trees/read-inputs.ts";
import type { TreeEnsemble } from "../trees/trees.ts";
import type { Task } from "../prepare/prepared.ts";
import { type Feature, featuresOf, partsOf } from "./features.ts";
import { type NetworkGraph, networkGraph } from "./network-graph.ts";

/** Trees over the features of a row: input i of the ensemble reads the feature `sources[i]`. */
export interface TreeGraph {
  readonly kind: "trees";
  readonly task: Task;
  readonly sources: readonly number[];
  readonly ensemble: TreeEnsemble;
}

/** Several models over the same features: probabilities are pooled, numbers averaged by shares that add up to 1. */
export interface PortfolioGraph {
  readonly kind: "portfolio";
  readonly task: Task;
  readonly parts: readonly { readonly share: number; readonly graph: NetworkGraph | TreeGraph }[];
}

/** What is the same for models of every kind: the way from cells to features. */
export interface GraphHead {
  readonly target: string;
  readonly columns: readonly ModelColumn[]; // all that the model asks for, in its order
  readonly missing: readonly string[] | null; // texts that mean "no value", where a user named them
  readonly decision: DecisionRule | null; // how probabilities become a class, where the model keeps a rule
  readonly features: readonly Feature[]; // that some part reads
}

/** A model as a graph from cells to predictions, the form that every export writes down. Plain data. */
export type Graph = GraphHead & (NetworkGraph | TreeGraph | PortfolioGraph);

/** A graph of networks alone. */
export type NetworkModel = GraphHead & NetworkGraph;

/** A graph of trees alone. */
export type TreeModel = GraphHead & TreeGraph;

/** The graph of a model. */
export function graphOf(model: ModelArtifact): Graph {
  const features = featuresOf(model);
  const place = new Map<number, number>(); // of features that are read, among themselves
  const number = new Map(features.map(({ name }, feature) => [name, feature]));
  const featureOf = (name: string) => number.get(name)!;
  const head = {
    target: model.target,
    columns: model.columns,
    missing: model.reading?.missing ?? null,
    decision: model.decision ?? null,
  };
  const graphs = partsOf(model).map((part) => graphOfPart(part, featureOf));
  const read = new Set(graphs.flatMap(featuresRead));
  for (const feature of [...read].sort((a, b) => a - b)) place.set(feature, place.size);
  const used = { ...head, features: [...place.keys()].map((feature) => features[feature]!) };
  const placed = graphs.map((graph) => renumbered(graph, (feature) => place.get(feature)!));
  if (model.kind !== "portfolio") return { ...used, ...placed[0]! };
  const parts = model.parts.map(({ share }, i) => ({ share, graph: placed[i]! }));
  return { ...used, kind: "portfolio", task: model.task, parts };
}

function graphOfPart(part: ModelPart, featureOf: (name: string) => number): NetworkGraph | TreeGraph {
  if (part.kind === "networks") return networkGraph(part, featureOf);
  const { kind, task } = part;
  const ensemble = withReadInputs(part.ensemble);
  return { kind, task, ensemble, sources: ensemble.inputs.map(({ column }) => featureOf(column)) };
}

function featuresRead(graph: NetworkGraph | TreeGraph): readonly number[] {
  return graph.kind === "trees" ? graph.sources : graph.inputs.map(({ feature }) => feature);
}

function renumbered(graph: NetworkGraph | TreeGraph, place: (feature: number) => number): NetworkGraph | TreeGraph {
  if (graph.kind === "trees") return { ...graph, sources: graph.sources.map(place) };
  return { ...graph, inputs: graph.inputs.map((input) => ({ ...input, feature: place(input.feature) })) };
}
