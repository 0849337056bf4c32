import { UserError } from "../../base/errors.ts";
import type { NetworkModel } from "../graph.ts";
import type { UnitLayer } from "../network-graph.ts";
import type { ExportedFile, NetworkRequest } from "../request.ts";
import { asciiJson } from "../text.ts";
import { element, GraphBuilder, type Port, type Value } from "./builder.ts";
import { encodeInputs, type EncodedInputs, type Scope } from "./inputs.ts";
import { int, joined, message, text } from "../../base/protobuf.ts";

const opset = 17;
const mlOpset = 3; // of ai.onnx.ml, for LabelEncoder
const irVersion = 8;

/**
 * One ONNX model: an input a column, N × 1, in double precision or of strings; outputs named as scikit-learn's
 * converters name them, output_label and output_probability, or variable for a number. Computes in double precision.
 */
export function exportOnnx(request: NetworkRequest): readonly ExportedFile[] {
  const { graph, model, examples } = request;
  const names = graph.columns.map(({ name }) => inputName(name));
  const build = new GraphBuilder(freePrefix(names));
  const scope = { build, graph, names, words: request.missing };
  const encoded = encodeInputs(scope);
  const zeros = zeroColumn(scope, encoded);
  const outputs = addOutputs(scope, memberOutputs(scope, encoded, zeros), zeros);
  const inputs = graph.columns.map(({ kind }, i): Port => {
    return { name: names[i]!, type: kind === "category" ? element.string : element.double, columns: 1 };
  });
  const { version, data, sha256, rows } = model.origin;
  const facts = { target: graph.target, version, data, sha256, rows: String(rows), examples: asciiJson(examples) };
  const content = joined([
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

/** An output's name; a column that is called so keeps it. */
function outputName(wanted: string, graph: NetworkModel): string {
  return graph.columns.some(({ name }) => name === wanted) ? `${wanted}_of_model` : wanted;
}

/** A column of zeros, as long as the table: what a constant is added to. */
function zeroColumn({ build, graph, names }: Scope, encoded: EncodedInputs): Value {
  const zero = build.doubles([0]);
  if (encoded.order.length > 0) return build.node("Mul", [build.columns(encoded.values, [0]), zero]);
  const first = graph.columns.findIndex(({ kind }) => kind !== "category");
  if (first >= 0) {
    const missing = build.node("Equal", [names[first]!, names[first]!]);
    return build.node("Mul", [build.node("Cast", [missing], { to: element.double }), zero]);
  }
  const same = build.node("Equal", [names[0]!, names[0]!]);
  return build.node("Mul", [build.node("Cast", [same], { to: element.double }), zero]);
}

/** What a layer may read. */
interface Below {
  readonly encoded: EncodedInputs;
  readonly below: { readonly first: number; readonly values: Value } | null; // the layer before
  readonly zeros: Value;
}

/** The outputs of each member, rows × outputs. */
function memberOutputs({ build, graph }: Scope, encoded: EncodedInputs, zeros: Value): readonly Value[] {
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

function addOutputs({ build, graph }: Scope, members: readonly Value[], zeros: Value): readonly Port[] {
  const { task, inverseTemperatures } = graph;
  if (task.kind === "regression") {
    const { mean, deviation, low, high } = task;
    const numbers = members.map((output) => {
      const scaled = build.node("Mul", [output, build.doubles([deviation])]);
      return build.node("Clip", [
        build.node("Add", [scaled, build.doubles([mean])]),
        build.doubles([low]),
        build.doubles([high]),
      ]);
    });
    const variable = outputName("variable", graph);
    build.nodeTo(variable, { operator: "Div", inputs: [sum(build, numbers), build.doubles([numbers.length])] });
    return [{ name: variable, type: element.double, columns: 1 }];
  }
  const [label, probability] = [outputName("output_label", graph), outputName("output_probability", graph)];
  const count = task.classes.length;
  const operator = count === 2 ? "Sigmoid" : "Softmax";
  const one = build.doubles([1]);
  const parts =
    count === 1
      ? []
      : members.flatMap((output) =>
          inverseTemperatures.map((factor) => {
            const logits = build.node("Mul", [output, build.doubles([factor])]);
            return build.node(operator, [logits], count === 2 ? {} : { axis: 1 });
          }),
        );
  if (count === 1) build.nodeTo(probability, { operator: "Add", inputs: [zeros, one] });
  else {
    const mean = build.node("Div", [sum(build, parts), build.doubles([parts.length])]);
    if (count === 2)
      build.nodeTo(probability, {
        operator: "Concat",
        inputs: [build.node("Sub", [one, mean]), mean],
        attributes: { axis: 1 },
      });
    else build.nodeTo(probability, { operator: "Identity", inputs: [mean] });
  }
  const likeliest = build.node("ArgMax", [probability], { axis: 1, keepdims: 0 });
  build.nodeTo(label, {
    operator: "Gather",
    inputs: [build.strings(task.classes), likeliest],
    attributes: { axis: 0 },
  });
  return [
    { name: label, type: element.string, columns: null },
    { name: probability, type: element.double, columns: count },
  ];
}

function sum(build: GraphBuilder, values: readonly Value[]): Value {
  return values.length === 1 ? values[0]! : build.node("Sum", values);
}
