import { moved } from "../adam.ts";
import { type Matrices, passBackward, type Shape } from "../descend.ts";
import type { Layout } from "../layout.ts";
import { type Edge, element, GraphBuilder } from "./builder.ts";
import { GraphKernels } from "./kernels.ts";
import { LossList } from "./loss-list.ts";

/** What one graph can train. Sizes of layers are given when it runs, so a pruned network needs no other graph. */
export interface EpochShape extends Shape {
  readonly depth: number; // hidden layers
  readonly hasSkip: boolean;
}

const inputNames = [
  ...(["value", "mean", "square", "factor", "decay", "pace", "table"] as const),
  ...(["rows", "targets", "shares", "steps", "blocks"] as const),
];

export type InputName = (typeof inputNames)[number];

export interface EpochGraph {
  readonly graph: GraphBuilder;
  readonly inputs: Readonly<Record<InputName, Edge>>;
  readonly outputs: Readonly<Record<"value" | "mean" | "square" | "losses", Edge>>; // losses: steps × models
}

export const blockWidth = 7;

/** For the input `blocks`, blocks × 7: where each matrix begins in the parameters, its size there, its shape. */
export function blockNumbers({ hidden, output, skip, scale }: Layout, models: number): Int32Array {
  const blocks = [...hidden, output, ...(skip === null ? [] : [skip]), scale];
  return Int32Array.from(
    blocks.flatMap(({ offset, rows, columns }) => [0, offset, models, rows * columns, models, rows, columns]),
  );
}

/**
 * A whole epoch as one graph: a loop around the step that other backends take kernel by kernel. There a kernel costs
 * about a microsecond beside its work, and thirty when it is called from JavaScript.
 */
export function epochGraph(shape: EpochShape): EpochGraph {
  const graph = new GraphBuilder();
  const tf = new GraphKernels(graph);
  const whole = new Set<InputName>(["rows", "steps", "blocks"]);
  if (shape.loss === "softmax") whole.add("targets");
  const given = Object.fromEntries(
    inputNames.map((name) => [name, graph.input(name, whole.has(name) ? element.int32 : element.float)]),
  ) as Record<InputName, Edge>;
  const matricesOf = matrixReader(tf, shape, given.blocks);
  const { value, mean, square, factor, decay } = given;
  const losses = new LossList(graph, shape.models);
  const ended = graph.loop(
    { step: graph.integers(0), value, mean, square, losses: losses.empty() },
    ({ step }) => {
      const attributes = { T: { type: element.int32 } };
      return graph.node({ operator: "Less", inputs: [step, given.steps], attributes, type: element.bool });
    },
    ({ step, losses: before, ...moving }) => {
      const at = (x: Edge) => tf.along(1, x, step);
      const read = tf.gather(given.table, at(given.rows));
      const batch = { inputs: read, targets: at(given.targets), shares: at(given.shares) };
      const { gradient, loss } = passBackward(tf, matricesOf(moving.value), { ...shape, batch });
      const row = tf.along(0, given.pace, step);
      const pace = (at: number) => tf.slice(row, [0, at], [shape.models, 1]);
      const next = moved(tf, moving, { gradient, factor, decay, pace });
      return { step: tf.add(step, graph.integers(1)), ...next, losses: losses.push(before, loss) };
    },
  );
  return { graph, inputs: given, outputs: { ...ended, losses: losses.stack(ended.losses) } };
}

/** Reads the matrices out of parameters by the sizes that the graph is given. */
function matrixReader(tf: GraphKernels, { depth, hasSkip }: EpochShape, blocks: Edge): (value: Edge) => Matrices<Edge> {
  const readers = Array.from({ length: depth + (hasSkip ? 3 : 2) }, (_, block) => {
    const numbers = tf.slice(blocks, [block, 0], [1, blockWidth]);
    const part = (from: number, count: number) => tf.reshape(tf.slice(numbers, [0, from], [1, count]), [count]);
    const [begin, size, shape] = [part(0, 2), part(2, 2), part(4, 3)];
    return (value: Edge) => tf.reshapeTo(tf.part(value, begin, size), shape);
  });
  return (value) => {
    const matrices = readers.map((read) => read(value));
    const skip = hasSkip ? matrices[depth + 1]! : null;
    return { hidden: matrices.slice(0, depth), output: matrices[depth]!, skip, scale: matrices.at(-1)! };
  };
}
