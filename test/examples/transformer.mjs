// A small transformer that reads a text character by character: embeddings, causal attention and a feed-forward block are pruned alike.
import { readFileSync } from "node:fs";
import { compare, crossEntropy, main, meanLoss, start } from "./compare.mjs";

const text = readFileSync(new URL("../../data/sonnets.txt", import.meta.url), "utf8").toLowerCase();

/** Layers that tf.layers lacks; attention has no weights of its own, its three inputs come from dense layers. */
function layersOf(tf, length) {
  class PositionEmbedding extends tf.layers.Layer {
    static className = "PositionEmbedding";
    build([, , width]) {
      const start = tf.initializers.randomNormal({ stddev: 0.1, seed: 9 });
      this.places = this.addWeight("embeddings", [length, width], "float32", start);
      super.build();
    }
    computeOutputShape(shape) {
      return shape;
    }
    call(inputs) {
      return tf.tidy(() => tf.add(Array.isArray(inputs) ? inputs[0] : inputs, this.places.read()));
    }
  }
  class CausalAttention extends tf.layers.Layer {
    static className = "CausalAttention";
    computeOutputShape(shapes) {
      return shapes[0];
    }
    call([query, key, value]) {
      return tf.tidy(() => {
        const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(query.shape.at(-1)));
        const future = tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0));
        return tf.matMul(tf.softmax(tf.sub(scores, tf.mul(future, 1e9))), value);
      });
    }
  }
  return { PositionEmbedding, CausalAttention };
}

export async function transformer({
  say,
  tf: given,
  length = 16,
  width = 16,
  windows = 240,
  rounds = 12,
  recoveryRounds = 6,
  budget = 36,
  seed = 1,
}) {
  const tf = given ?? (await start());
  const alphabet = [...new Set(text)].toSorted((a, b) => a.localeCompare(b, "en"));
  const codes = Int32Array.from(text, (character) => alphabet.indexOf(character));
  // The first sonnets train, the next steer, the last is only scored: no window reaches over a border.
  const part = (from, to, count) => {
    const step = (Math.floor(to * codes.length) - Math.floor(from * codes.length) - length - 1) / count;
    const xs = new Int32Array(count * length);
    const ys = new Int32Array(count * length);
    for (let row = 0; row < count; row++) {
      const start = Math.floor(from * codes.length) + Math.floor(row * step);
      xs.set(codes.subarray(start, start + length), row * length);
      ys.set(codes.subarray(start + 1, start + 1 + length), row * length);
    }
    return { xs: tf.tensor(xs, [count, length], "int32"), ys: tf.tensor(ys, [count, length], "int32") };
  };
  const data = {
    ...part(0, 0.6, windows),
    holdout: part(0.6, 0.8, Math.ceil(windows / 6)),
    test: part(0.8, 1, Math.ceil(windows / 6)),
  };
  const { PositionEmbedding, CausalAttention } = layersOf(tf, length);
  const build = () => {
    let place = 1000 * (seed - 1);
    const kernelInitializer = () => tf.initializers.glorotUniform({ seed: ++place });
    const dense = (units, activation) =>
      tf.layers.dense({
        units,
        kernelInitializer: kernelInitializer(),
        ...(activation ? { activation } : {}),
      });
    const input = tf.input({ shape: [length], dtype: "int32" });
    const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.1, seed: 77 + 1000 * (seed - 1) });
    const letters = tf.layers.embedding({
      inputDim: alphabet.length,
      outputDim: width,
      embeddingsInitializer,
    });
    const start = new PositionEmbedding({}).apply(letters.apply(input));
    const read = tf.layers.layerNormalization().apply(start);
    const heard = new CausalAttention({}).apply([0, 1, 2].map(() => dense(width).apply(read)));
    const middle = tf.layers.add().apply([start, dense(width).apply(heard)]);
    const thought = dense(4 * width, "relu").apply(tf.layers.layerNormalization().apply(middle));
    const end = tf.layers.add().apply([middle, dense(width).apply(thought)]);
    const output = dense(alphabet.length, "softmax").apply(tf.layers.layerNormalization().apply(end));
    return tf.model({ inputs: input, outputs: output });
  };
  say(`A transformer of ${length} characters on ${text.length} characters of Shakespeare's sonnets.`);
  return compare({
    tf,
    build,
    data,
    score: meanLoss(tf, crossEntropy(tf)),
    options: {
      loss: "sparseCategoricalCrossentropy",
      batch: 16,
      rate: 3e-3,
      rounds,
      recoveryRounds,
      seed,
    },
    budget,
    say,
  });
}

main(import.meta.url, transformer);
