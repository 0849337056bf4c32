import type { Input } from "./inputs.ts";
import type { Graph, TreeGraph } from "./graph.ts";
import type { NetworkGraph } from "./network-graph.ts";
import { formatEnsemble } from "../trees/json.ts";
import type { ExportRequest, Missing } from "./request.ts";
import { asciiJson, single } from "./text.ts";

/** The model as fields of a JSON object, each in ASCII on one line, for languages that read such data. */
export function dataFields({ model, graph, examples, missing }: ExportRequest): readonly (readonly [string, string])[] {
  const { origin } = model;
  const { version, data, sha256, rows } = origin;
  return [
    ["target", asciiJson(graph.target)],
    ["task", asciiJson(graph.task)],
    ["missing", asciiJson(graph.missing)],
    ["decision", asciiJson(graph.decision)],
    ["columns", asciiJson(graph.columns.map((column, i) => ({ ...column, ...missingFields(missing[i]!) })))],
    ["features", asciiJson(graph.features)],
    ...fieldsOf(graph),
    ["origin", asciiJson({ version, data, sha256, rows })],
    ["examples", asciiJson(examples)],
  ];
}

function missingFields({ texts, values }: Missing) {
  return values.length === 0 ? { missing: texts } : { missing: texts, missingValues: values };
}

type Field = readonly [name: string, json: string];

/** The steps from features to predictions; `task` is a field of the whole. */
function fieldsOf(graph: Graph | NetworkGraph | TreeGraph): readonly Field[] {
  const kind: Field = ["kind", asciiJson(graph.kind)];
  if (graph.kind === "trees") {
    const ensemble = asciiJson(formatEnsemble(graph.ensemble, graph.task));
    return [kind, ["sources", asciiJson(graph.sources)], ["ensemble", ensemble]];
  }
  if (graph.kind === "portfolio") {
    const parts = graph.parts.map(({ share, graph: part }) => {
      const fields = [["task", asciiJson(part.task)] as const, ...fieldsOf(part)];
      return `{"share":${share},"graph":{${fields.map(([name, json]) => `"${name}":${json}`).join()}}}`;
    });
    return [kind, ["parts", `[${parts.join(", ")}]`]];
  }
  const layers = graph.layers.map(({ member, rectified, first, bias, start, source, weight }) => {
    const head = JSON.stringify({ member, rectified, first, start, source }).slice(0, -1);
    return `${head},"bias":[${bias.map(single).join()}],"weight":[${weight.map(single).join()}]}`;
  });
  return [
    kind,
    ["inputs", asciiJson(graph.inputs)],
    ["layers", `[${layers.join(", ")}]`],
    ["outputs", asciiJson(graph.outputs)],
    ["inverseTemperatures", asciiJson(graph.inverseTemperatures)],
  ];
}

/** Numbers of the inputs, for languages with a table of them: kind and up to five parameters. */
export function parametersOf(input: Input): readonly number[] {
  switch (input.kind) {
    case "scaled":
      return [input.centre, input.scale];
    case "log":
      return [input.centre, input.typical, input.size];
    case "step":
      return [input.low, input.high, input.least, input.most, input.mean];
    case "missing":
      return [];
    case "table":
      return [input.unknown];
  }
}
