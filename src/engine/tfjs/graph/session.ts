import type { NodeBackend, Tensor, TensorFlow } from "../tensorflow.ts";
import { type Edge, type GraphBuilder, keyOf } from "./builder.ts";

const tag = "serve";

/**
 * A graph that TensorFlow runs in one call. The binding of tfjs-node takes graphs only as a SavedModel in a folder;
 * TensorFlow has a file system in memory, so none is written to a disk.
 */
export class GraphSession {
  private readonly backend: NodeBackend;
  private readonly session: number;

  /** `name` is unique within this process. */
  constructor(tf: TensorFlow, graph: GraphBuilder, name: string) {
    this.backend = tf.backend() as NodeBackend; // the edge to tfjs-node, whose backend this is
    const folder = `ram://occam-tab/${name}`;
    tf.tidy(() => {
      const path = tf.tensor([`${folder}/saved_model.pb`], [], "string");
      this.backend.executeMultipleOutputs("WriteFile", [], [path, tf.tensor([graph.savedModel(tag)], [], "string")], 0);
    });
    this.session = this.backend.binding.loadSavedModel(folder, tag);
  }

  run(inputs: readonly (readonly [Edge, Tensor])[], outputs: readonly Edge[]): readonly Tensor[] {
    const tensors = inputs.map(([, tensor]) => tensor);
    const names = inputs.map(([edge]) => ({ name: keyOf(edge) }));
    return this.backend.runSavedModel(this.session, tensors, names, outputs.map(keyOf));
  }

  close(): void {
    this.backend.binding.deleteSavedModel(this.session);
  }
}
