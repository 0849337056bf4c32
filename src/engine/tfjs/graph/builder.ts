import { joined } from "../../../base/join.ts";
import { bytes, type Field, int, message, text } from "../../../base/protobuf.ts";

/** Element types of tensors, by their numbers in TensorFlow (types.proto). */
export const element = { float: 1, int32: 3, bool: 10, variant: 21 } as const;
export type Element = (typeof element)[keyof typeof element];

/** A tensor that a node of the graph will compute: `output` of the node `name`. */
export interface Edge {
  readonly name: string;
  readonly output: number;
  readonly type: Element;
}

type Attribute =
  | boolean
  | { readonly type: Element }
  | { readonly count: number }
  | { readonly text: string }
  | Field[];

/** An operator with what it reads and the type of its first output. */
export interface Operation {
  readonly operator: string;
  readonly inputs: readonly Edge[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly type: Element;
}

/** The variables of a loop by their names. */
type Variables<Name extends string> = Readonly<Record<Name, Edge>>;

/** Its operators are as old as this version of graphs or older (versions.proto). */
const producer = 440;

/**
 * Collects the nodes of a TensorFlow graph (graph.proto), among them at most one loop, and writes them as a SavedModel
 * (saved_model.proto).
 */
export class GraphBuilder {
  private readonly nodes: Field[] = [];
  private readonly constants = new Map<string, Edge>();
  private readonly inside = new Map<string, Edge>(); // by edge: itself if made in the loop, else what enters for it
  private isInLoop = false;

  /** A tensor that is given when the graph runs. */
  input(name: string, type: Element): Edge {
    const anyShape = [message(7, [int(3, 1)])];
    return this.write(name, {
      operator: "Placeholder",
      inputs: [],
      attributes: { dtype: { type }, shape: anyShape },
      type,
    });
  }

  /** Whole numbers: a scalar, or a vector. */
  integers(values: number | readonly number[]): Edge {
    const list = typeof values === "number" ? [values] : values;
    return this.constant(element.int32, typeof values === "number" ? [] : [list.length], Int32Array.from(list));
  }

  number(value: number): Edge {
    return this.constant(element.float, [], Float32Array.of(value));
  }

  /** Adds an operator; its first output. */
  node(operation: Operation): Edge {
    const name = `${operation.operator}_${this.nodes.length}`;
    if (!this.isInLoop) return this.write(name, operation);
    const inputs = operation.inputs.map((input) => this.entered(input));
    return this.own(this.write(name, { ...operation, inputs }));
  }

  /**
   * While `goesOn` of the variables holds, `next` makes their next values. Their last values. (Frames of Yu et al.,
   * "Dynamic Control Flow in Large-Scale Machine Learning", arXiv:1805.01772.)
   */
  loop<Name extends string>(
    start: Variables<Name>,
    goesOn: (variables: Variables<Name>) => Edge,
    next: (variables: Variables<Name>) => Variables<Name>,
  ): Variables<Name> {
    const names = Object.keys(start) as Name[];
    const each = (make: (name: Name, type: Element) => Edge) =>
      Object.fromEntries(names.map((name) => [name, make(name, start[name].type)])) as Record<Name, Edge>;
    const flow = (operator: string, name: Name, inputs: readonly Edge[]) => {
      const { type } = start[name];
      const attributes = { T: { type }, ...(operator === "Merge" ? { N: { count: inputs.length } } : {}) };
      return this.write(`${operator}_${name}`, { operator, inputs, attributes, type });
    };
    const merged = each((name, type) => {
      const again = { name: `NextIteration_${name}`, output: 0, type };
      return this.own(flow("Merge", name, [this.enter(`Enter_${name}`, start[name], false), again]));
    });
    this.isInLoop = true;
    const go = this.node({ operator: "LoopCond", inputs: [goesOn(merged)], type: element.bool });
    const switched = each((name) => flow("Switch", name, [merged[name], go]));
    const made = next(each((name) => this.own({ ...switched[name], output: 1 })));
    for (const name of names) flow("NextIteration", name, [this.entered(made[name])]);
    this.isInLoop = false;
    return each((name) => flow("Exit", name, [switched[name]]));
  }

  /** The graph as the one meta graph of a SavedModel with this tag. */
  savedModel(tag: string): Uint8Array {
    const graph = [...this.nodes, message(4, [int(1, producer)])];
    return joined(Uint8Array, [int(1, 1), message(2, [message(1, [text(4, tag)]), message(2, graph)])]);
  }

  private constant(type: Element, shape: readonly number[], values: Int32Array | Float32Array): Edge {
    const key = `${type} ${shape.join()} ${values.join()}`;
    const same = this.constants.get(key);
    if (same !== undefined) return same;
    const content = new Uint8Array(values.buffer); // little-endian, as on every machine that TensorFlow runs on
    const dimensions = shape.map((size) => message(2, [int(1, size)]));
    const value = [message(8, [int(1, type), message(2, dimensions), bytes(4, content)])];
    const name = `Const_${this.constants.size}`;
    const made = this.write(name, { operator: "Const", inputs: [], attributes: { dtype: { type }, value }, type });
    this.constants.set(key, made);
    return made;
  }

  /** What stands for an edge within the loop: what comes from outside enters it once. */
  private entered(edge: Edge): Edge {
    const known = this.inside.get(keyOf(edge));
    if (known !== undefined) return known;
    const made = this.enter(`Enter_${this.inside.size}`, edge, true);
    this.inside.set(keyOf(edge), made);
    return made;
  }

  private enter(name: string, edge: Edge, isConstant: boolean): Edge {
    const { type } = edge;
    const frame = { frame_name: { text: "loop" }, is_constant: isConstant, parallel_iterations: { count: 1 } };
    return this.write(name, { operator: "Enter", inputs: [edge], attributes: { T: { type }, ...frame }, type });
  }

  private own(edge: Edge): Edge {
    this.inside.set(keyOf(edge), edge);
    return edge;
  }

  private write(name: string, { operator, inputs, attributes = {}, type }: Operation): Edge {
    const given = Object.entries(attributes).map(([key, value]) =>
      message(5, [text(1, key), message(2, attributeFields(value))]),
    );
    const read = inputs.map((input) => text(3, keyOf(input)));
    this.nodes.push(message(1, [text(1, name), text(2, operator), ...read, ...given]));
    return { name, output: 0, type };
  }
}

/** An edge as graphs and sessions name it. */
export function keyOf({ name, output }: Edge): string {
  return `${name}:${output}`;
}

function attributeFields(value: Attribute): readonly Field[] {
  if (typeof value === "boolean") return [int(5, Number(value))];
  if (Array.isArray(value)) return value;
  if ("text" in value) return [text(2, value.text)];
  return "type" in value ? [int(6, value.type)] : [int(3, value.count)];
}
