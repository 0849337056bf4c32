import { type Edge, element, type GraphBuilder } from "./builder.ts";

const items = { element_dtype: { type: element.float } };

/** A list inside a graph that takes up a vector of losses in each step. */
export class LossList {
  private readonly graph: GraphBuilder;
  private readonly itemShape: Edge;

  constructor(graph: GraphBuilder, models: number) {
    this.graph = graph;
    this.itemShape = graph.integers([models]);
  }

  empty(): Edge {
    const inputs = [this.itemShape, this.graph.integers(-1)];
    const attributes = { ...items, shape_type: { type: element.int32 } };
    return this.graph.node({ operator: "EmptyTensorList", inputs, attributes, type: element.variant });
  }

  push(list: Edge, losses: Edge): Edge {
    const inputs = [list, losses];
    return this.graph.node({ operator: "TensorListPushBack", inputs, attributes: items, type: element.variant });
  }

  /** All that were pushed: steps × models. */
  stack(list: Edge): Edge {
    const inputs = [list, this.itemShape];
    const attributes = { ...items, num_elements: { count: -1 } };
    return this.graph.node({ operator: "TensorListStack", inputs, attributes, type: element.float });
  }
}
