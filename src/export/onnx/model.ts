import { UserError } from "../../base/errors.ts";
import type { NetworkModel, TreeModel } from "../graph.ts";
import type { UnitLayer } from "../network-graph.ts";
import type { ExportedFile, PartRequest } from "../request.ts";
import { asciiJson } from "../text.ts";
import { element, GraphBuilder, type Port, type Value } from "./builder.ts";
import { encodeInputs, type EncodedInputs, type NetworkScope, type Scope } from "./inputs.ts";
import { addOutputs } from "./outputs.ts";
import { memberScores } from "./trees.ts";
import { joined } from "../../base/join.ts";
import { int, message, text } from "../../base/protobuf.ts";

const opset = 17;
const mlOpset = 3; // of ai.onnx.ml, for LabelEncoder and TreeEnsembleRegressor
const irVersion = 8;

/**
 * One ONNX model: an input a column, N × 1, in double precision or of strings; outputs named as scikit-learn's
 * converters name them, output_label and output_probability, or variable for a number. Computes in double precision.
 */
export function exportOnnx(request: PartRequest): readonly ExportedFile[] {
  const { graph, model, examples } = request;
  const names = graph.columns.map(({ name }) => inputName(name));
  const build = new GraphBuilder(freePrefix(names));
  const scope = { build, graph, names, words: request.missing };
  const outputs = addOutputs(scope, { graph, ...membersOf({ build, names, words: request.missing }, graph) });
  const inputs = graph.columns.map(({ kind }, i): Port => {
    return { name: names[i]!, type: kind === "category" ? element.string : element.double, columns: 1 };
  });
  const { version, data, sha256, rows } = model.origin;
  const facts = { target: graph.target, version, data, sha256, rows: String(rows), examples: asciiJson(examples) };
  const content = joined(Uint8Array, [
    int(1, irVersion),
    text(2, "occam-tab"),
    text(3, version),
    text(6, documentation),
    message(7, [build.graph("occam", inputs, outputs)]),
    message(8, [text(1, ""), int(2, opset)]),
    message(8, [text(1, "ai.onnx.ml"), int(2, mlOpset)]),
    ...Object.entries(facts).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
  return [{ ending: "", content }];
}

function membersOf(
  scope: Omit<Scope, "graph">,
  graph: NetworkModel | TreeModel,
): { readonly members: readonly Value[]; readonly zeros: Value } {
  if (graph.kind === "networks") {
    const encoded = encodeInputs({ ...scope, graph });
    const zeros = zeroColumn({ ...scope, graph }, encoded);
    return { members: memberOutputs({ ...scope, graph }, encoded, zeros), zeros };
  }
  const { inputs, start, members } = graph.ensemble;
  const zeros = zeroColumn({ ...scope, graph }, null);
  if (members.length === 0) return { members: [], zeros }; // of one class
  if (inputs.length > 0) return { members: memberScores({ ...scope, graph }), zeros };
  // Trees that read nothing are leaves: their values are the same in every row.
  const scores = start.map((_, score) => graph.ensemble.values[graph.ensemble.view[0]! * start.length + score]!);
  const constant = scope.build.node("Reshape", [scope.build.doubles(scores), scope.build.integers([1, start.length])]);
  return { members: members.map(() => scope.build.node("Add", [zeros, constant])), zeros };
}

const documentation =
  "Numbers: NaN and infinities are missing. Texts: UTF-8 without outer spaces, the empty text is missing. " +
  "Dates: days since 1970-01-01 UTC. The metadata holds rows with their results as a test.";

function inputName(name: string): string {
  if (name !== "") return name;
  throw new UserError("A column without a name cannot be an input in ONNX.", {
    hint: "Use another form, or name the column in the table and fit again.",
  });
}

/** What begins the names of inner values, so that none is a column's. */
function freePrefix(names: readonly string[]): string {
  let prefix = "occam_";
  while (names.some((name) => name.startsWith(prefix))) prefix += "_";
  return prefix;
}

/** A column of zeros, as long as the table: what a constant is added to. */
function zeroColumn({ build, graph, names }: Scope, encoded: EncodedInputs | null): Value {
  const zero = build.doubles([0]);
  if (encoded !== null && encoded.order.length > 0)
    return build.node("Mul", [build.columns(encoded.values, [0]), zero]);
  const first = graph.columns.findIndex(({ kind }) => kind !== "category");
  if (first >= 0) {
    const missing = build.node("Equal", [names[first]!, names[first]!]);
    return build.node("Mul", [build.node("Cast", [missing], { to: element.double }), zero]);
  }
  // Texts cannot be compared: every one has the code 0.
  const codes = { keys_strings: [""], values_int64s: [0n], default_int64: 0 };
  return build.node("Cast", [build.node("LabelEncoder", [names[0]!], codes)], { to: element.double });
}

/** What a layer may read. */
interface Below {
  readonly encoded: EncodedInputs;
  readonly below: { readonly first: number; readonly values: Value } | null; // the layer before
  readonly zeros: Value;
}

/** The outputs of each member, rows × outputs. */
function memberOutputs({ build, graph }: NetworkScope, encoded: EncodedInputs, zeros: Value): readonly Value[] {
  const values: Value[] = [];
  let below: Below["below"] = null;
  for (const layer of graph.layers) {
    if (!(layer.member in values)) below = null;
    const sums = layerSums(build, layer, { encoded, below, zeros });
    const made = layer.rectified && layer.bias.length > 0 ? build.node("Relu", [sums]) : sums;
    values[layer.member] = made;
    below = { first: layer.first, values: made };
  }
  return values;
}

function layerSums(build: GraphBuilder, layer: UnitLayer, { encoded, below, zeros }: Below): Value {
  if (layer.bias.length === 0) return "";
  const placeOf = new Map(encoded.order.map((number, place) => [number, place]));
  const inputs = product(build, layer, { matrix: encoded.values, columnOf: (source) => placeOf.get(source) });
  const units =
    below === null
      ? null
      : product(build, layer, {
          matrix: below.values,
          columnOf: (source) => (placeOf.has(source) ? undefined : source - below.first),
        });
  const terms = [inputs, units].filter((value) => value !== null);
  const biased = build.node("Add", [
    terms[0] ?? zeros,
    build.node("Reshape", [build.doubles(layer.bias), build.integers([1, layer.bias.length])]),
  ]);
  return terms.length === 2 ? build.node("Add", [biased, terms[1]!]) : biased;
}

/** Weighted sums of the columns of a matrix that the layer reads; null when it reads none. */
function product(
  build: GraphBuilder,
  { bias, start, source, weight }: UnitLayer,
  { matrix, columnOf }: { readonly matrix: Value; readonly columnOf: (source: number) => number | undefined },
): Value | null {
  const read = [...new Set(source.flatMap((value) => columnOf(value) ?? []))].sort((a, b) => a - b);
  if (read.length === 0) return null;
  const rowOf = new Map(read.map((column, row) => [column, row]));
  const dense = new Float32Array(read.length * bias.length);
  for (let unit = 0; unit < bias.length; unit++) {
    for (let k = start[unit]!; k < start[unit + 1]!; k++) {
      const column = columnOf(source[k]!);
      if (column !== undefined) dense[rowOf.get(column)! * bias.length + unit]! += weight[k]!;
    }
  }
  return build.node("MatMul", [build.columns(matrix, read), build.matrix(read.length, bias.length, dense)]);
}
