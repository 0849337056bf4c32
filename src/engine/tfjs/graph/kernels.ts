import type { Kernels } from "../kernels.ts";
import { type Edge, element, type GraphBuilder, type Operation } from "./builder.ts";

const int32 = { type: element.int32 };

/** Kernels that add nodes to a graph instead of computing: what is written for both runs at once or as a graph. */
export class GraphKernels implements Kernels<Edge> {
  private readonly graph: GraphBuilder;

  constructor(graph: GraphBuilder) {
    this.graph = graph;
  }

  slice(x: Edge, begin: readonly number[], size: readonly number[]): Edge {
    return this.part(x, this.graph.integers(begin), this.graph.integers(size));
  }

  /** As `slice`, with a place that the graph computes or is given. */
  part(x: Edge, begin: Edge, size: Edge): Edge {
    return this.like(x, { operator: "Slice", inputs: [x, begin, size], attributes: { Index: int32 } });
  }

  gather(x: Edge, indices: Edge): Edge {
    return this.along(0, x, indices);
  }

  /** Parts of `x` by their places on an axis. */
  along(axis: number, x: Edge, indices: Edge): Edge {
    const attributes = { Tparams: { type: x.type }, Tindices: int32, Taxis: int32 };
    const inputs = [x, indices, this.graph.integers(axis)];
    return this.graph.node({ operator: "GatherV2", inputs, attributes, type: x.type });
  }

  reshape(x: Edge, shape: readonly number[]): Edge {
    return this.reshapeTo(x, this.graph.integers(shape));
  }

  reshapeTo(x: Edge, shape: Edge): Edge {
    return this.like(x, { operator: "Reshape", inputs: [x, shape], attributes: { Tshape: int32 } });
  }

  concat(parts: readonly Edge[], axis: number): Edge {
    const inputs = [...parts, this.graph.integers(axis)];
    return this.like(parts[0]!, {
      operator: "ConcatV2",
      inputs,
      attributes: { N: { count: parts.length }, Tidx: int32 },
    });
  }

  oneHot(labels: Edge, depth: number): Edge {
    const { graph } = this;
    const inputs = [labels, graph.integers(depth), graph.number(1), graph.number(0)];
    const attributes = { T: { type: element.float }, TI: { type: labels.type }, axis: { count: -1 } };
    return graph.node({ operator: "OneHot", inputs, attributes, type: element.float });
  }

  matMul(a: Edge, b: Edge, ...[transposeA = false, transposeB = false]: readonly boolean[]): Edge {
    return this.like(a, {
      operator: "BatchMatMulV2",
      inputs: [a, b],
      attributes: { adj_x: transposeA, adj_y: transposeB },
    });
  }

  add(a: Edge, b: Edge | number): Edge {
    return this.pair("AddV2", a, b);
  }

  sub(a: Edge, b: Edge | number): Edge {
    return this.pair("Sub", a, b);
  }

  mul(a: Edge, b: Edge | number): Edge {
    return this.pair("Mul", a, b);
  }

  div(a: Edge, b: Edge | number): Edge {
    return this.pair("RealDiv", a, b);
  }

  square(x: Edge): Edge {
    return this.one("Square", x);
  }

  sqrt(x: Edge): Edge {
    return this.one("Sqrt", x);
  }

  exp(x: Edge): Edge {
    return this.one("Exp", x);
  }

  log(x: Edge): Edge {
    return this.one("Log", x);
  }

  relu(x: Edge): Edge {
    return this.one("Relu", x);
  }

  step(x: Edge): Edge {
    return this.relu(this.one("Sign", x));
  }

  sigmoid(x: Edge): Edge {
    return this.one("Sigmoid", x);
  }

  softplus(x: Edge): Edge {
    return this.one("Softplus", x);
  }

  max(x: Edge, axis: number, keepDimensions: boolean): Edge {
    return this.reduce("Max", x, { axes: axis, keepDimensions });
  }

  sum(x: Edge, axis: number | readonly number[], keepDimensions = false): Edge {
    return this.reduce("Sum", x, { axes: axis, keepDimensions });
  }

  zerosLike(x: Edge): Edge {
    return this.one("ZerosLike", x);
  }

  private one(operator: string, x: Edge): Edge {
    return this.like(x, { operator, inputs: [x] });
  }

  private pair(operator: string, a: Edge, b: Edge | number): Edge {
    return this.like(a, { operator, inputs: [a, typeof b === "number" ? this.graph.number(b) : b] });
  }

  private reduce(
    operator: string,
    x: Edge,
    { axes, keepDimensions }: { readonly axes: number | readonly number[]; readonly keepDimensions: boolean },
  ): Edge {
    const inputs = [x, this.graph.integers(axes)];
    return this.like(x, { operator, inputs, attributes: { Tidx: int32, keep_dims: keepDimensions } });
  }

  /** An operator whose result has the type of `x`. */
  private like({ type }: Edge, { operator, inputs, attributes = {} }: Omit<Operation, "type">): Edge {
    return this.graph.node({ operator, inputs, attributes: { T: { type }, ...attributes }, type });
  }
}
