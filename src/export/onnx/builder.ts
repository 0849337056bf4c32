import { joined } from "../../base/join.ts";
import { bytes, type Field, int, message, text, varints } from "../../base/protobuf.ts";

/** Element types of tensors, by their numbers in ONNX. */
export const element = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

type Attribute = number | string | readonly string[] | readonly bigint[] | Float64Array | Int32Array;

/** Names a value of the graph. */
export type Value = string;

/** An operator with what it takes. */
interface Operation {
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** Operators of ai.onnx.ml. */
const ofMachineLearning = new Set(["LabelEncoder", "TreeEnsembleRegressor"]);

/** Collects nodes and constants of an ONNX graph (onnx.proto3); a value is known by its name. */
export class GraphBuilder {
  private readonly nodes: Field[] = [];
  private readonly constants: Field[] = [];
  private readonly known = new Map<string, Value>();
  private readonly prefix: string;
  private count = 0;

  /** `prefix` begins the names of all values that are made here. */
  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** Adds an operator and names its result. */
  node(operator: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.nodeTo(this.name(operator), { operator, inputs, attributes });
  }

  /** As `node`, with a name for the result. */
  nodeTo(output: Value, { operator, inputs, attributes = {} }: Operation): Value {
    const domain = ofMachineLearning.has(operator) ? [text(7, "ai.onnx.ml")] : [];
    const fields = [...inputs.map((input) => text(1, input)), text(2, output), text(3, output), text(4, operator)];
    const given = Object.entries(attributes).map(([name, value]) => message(5, attributeFields(name, value)));
    this.nodes.push(message(1, [...fields, ...given, ...domain]));
    return output;
  }

  /** A row of numbers in double precision, to be broadcast over rows; a single number without dimensions. */
  doubles(values: readonly number[]): Value {
    const data = new DataView(new ArrayBuffer(8 * values.length));
    values.forEach((value, i) => data.setFloat64(8 * i, value, true));
    return this.constant(element.double, values.length === 1 ? [] : [values.length], new Uint8Array(data.buffer));
  }

  /** A matrix in single precision; the graph computes with it in double. */
  matrix(rows: number, columns: number, values: Float32Array): Value {
    const data = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, i) => data.setFloat32(4 * i, value, true));
    const stored = this.constant(element.float, [rows, columns], new Uint8Array(data.buffer));
    return this.node("Cast", [stored], { to: element.double });
  }

  /** A table of numbers in double precision. */
  table(rows: number, columns: number, values: readonly number[]): Value {
    const data = new DataView(new ArrayBuffer(8 * values.length));
    values.forEach((value, i) => data.setFloat64(8 * i, value, true));
    return this.constant(element.double, [rows, columns], new Uint8Array(data.buffer));
  }

  integers(values: readonly number[]): Value {
    const data = new DataView(new ArrayBuffer(8 * values.length));
    values.forEach((value, i) => data.setBigInt64(8 * i, BigInt(value), true));
    return this.constant(element.int64, [values.length], new Uint8Array(data.buffer));
  }

  strings(values: readonly string[]): Value {
    const name = this.name("strings");
    const fields = [
      int(1, values.length),
      int(2, element.string),
      ...values.map((value) => text(6, value)),
      text(8, name),
    ];
    this.constants.push(message(5, fields));
    return name;
  }

  /** Columns of a matrix, by their numbers. */
  columns(from: Value, numbers: readonly number[]): Value {
    return this.node("Gather", [from, this.integers(numbers)], { axis: 1 });
  }

  /** The fields of the graph with its inputs and outputs: name, element type, columns. */
  graph(name: string, inputs: readonly Port[], outputs: readonly Port[]): Uint8Array {
    return joined(Uint8Array, [
      ...this.nodes,
      text(2, name),
      ...this.constants,
      ...inputs.map((port) => message(11, portFields(port))),
      ...outputs.map((port) => message(12, portFields(port))),
    ]);
  }

  private constant(type: number, dimensions: readonly number[], data: Uint8Array): Value {
    const key = data.length <= 64 ? `${type} ${dimensions.join()} ${data.join()}` : "";
    const same = this.known.get(key);
    if (same !== undefined) return same;
    const name = this.name("constant");
    if (key !== "") this.known.set(key, name);
    this.constants.push(
      message(5, [...dimensions.map((size) => int(1, size)), int(2, type), text(8, name), bytes(9, data)]),
    );
    return name;
  }

  private name(what: string): string {
    return `${this.prefix}${what.toLowerCase()}_${this.count++}`;
  }
}

/** An input or output: rows × columns, or a vector over rows. */
export interface Port {
  readonly name: string;
  readonly type: number;
  readonly columns: number | null;
}

function portFields({ name, type, columns }: Port): readonly Field[] {
  const rows = message(1, [text(2, "N")]);
  const shape = message(2, columns === null ? [rows] : [rows, message(1, [int(1, columns)])]);
  return [text(1, name), message(2, [message(1, [int(1, type), shape])])];
}

function attributeFields(name: string, value: Attribute): readonly Field[] {
  if (typeof value === "number") return [text(1, name), int(3, value), int(20, 2)];
  if (typeof value === "string") return [text(1, name), text(4, value), int(20, 3)];
  if (value instanceof Int32Array) return [text(1, name), bytes(8, varints(value)), int(20, 7)];
  if (value instanceof Float64Array) {
    const data = new DataView(new ArrayBuffer(8 * value.length));
    value.forEach((one, i) => data.setFloat64(8 * i, one, true));
    const tensor = [int(1, value.length), int(2, element.double), bytes(9, new Uint8Array(data.buffer))];
    return [text(1, name), message(5, tensor), int(20, 4)];
  }
  const isTexts = value.some((each) => typeof each === "string");
  if (isTexts) return [text(1, name), ...value.map((each) => text(9, String(each))), int(20, 8)];
  return [text(1, name), ...value.map((each) => int(8, Number(each))), int(20, 7)];
}
