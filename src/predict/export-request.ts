import { exampleRows } from "../export/examples.ts";
import { graphOf } from "../export/graph.ts";
import type { ExportRequest } from "../export/request.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { predictorOf } from "./predictor.ts";
import { missingOf } from "./text.ts";

type Options = Pick<ExportRequest, "dialect" | "table" | "id">;

/** All that an export needs of a model, with the predictions of its examples. */
export function exportRequest(model: ModelArtifact, options: Options): ExportRequest {
  const graph = graphOf(model);
  const predictor = predictorOf(graph);
  const examples = exampleRows(model).map((cells) => {
    const { prediction, probabilities } = predictor.predict(cells);
    return { cells, outputs: probabilities.length > 0 ? probabilities : [Number(prediction)] };
  });
  return {
    model,
    graph,
    examples,
    missing: model.columns.map((column) => {
      const { texts, numbers, days } = missingOf(graph, column);
      const values = { numeric: numbers, date: days, category: numbers }[column.kind];
      return { texts: [...new Set(texts)], values: [...values] };
    }),
    ...options,
  };
}
