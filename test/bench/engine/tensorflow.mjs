// TensorFlow.js on its WebAssembly backend, one thread, as a subject; undefined where it is not installed or does not start.
import { processorMilliseconds } from "./measure.mjs";

export async function tensorflowSubject({ sizes, batch }, data) {
  const tf = await load();
  if (tf === undefined) return undefined;
  const model = tf.sequential();
  sizes.slice(1).forEach((units, index) => {
    const isLast = index === sizes.length - 2;
    const shape = index === 0 ? { inputShape: [sizes[0]] } : {};
    model.add(tf.layers.dense({ units, activation: isLast ? "linear" : "relu", ...shape }));
  });
  const adam = tf.train.adam(1e-4);
  const variables = model.trainableWeights.map((weight) => weight.val);
  const batches = Array.from({ length: data.inputs.rows / batch }, (_, index) => {
    const rows = data.inputs.data.slice(index * batch * sizes[0], (index + 1) * batch * sizes[0]);
    const classes = Int32Array.from(data.targets.subarray(index * batch, (index + 1) * batch));
    const targets = tf.oneHot(tf.tensor1d(classes, "int32"), Math.max(2, sizes.at(-1))).toFloat();
    return { inputs: tf.tensor2d(rows, [batch, sizes[0]]), targets };
  });
  return {
    name: "tfjs wasm",
    density: 1,
    operations: 0,
    async run(steps) {
      const start = process.cpuUsage();
      for (let step = 0; step < steps; step++) {
        const { inputs, targets } = batches[step % batches.length];
        adam.minimize(
          () => tf.losses.softmaxCrossEntropy(targets, model.apply(inputs, { training: true })),
          false,
          variables,
        );
      }
      await variables[0].data();
      return processorMilliseconds(start) / steps;
    },
  };
}

let loading;

async function load() {
  loading ??= (async () => {
    try {
      const tf = await import("@tensorflow/tfjs");
      const wasm = await import("@tensorflow/tfjs-backend-wasm");
      wasm.setThreadsCount?.(1);
      await tf.setBackend("wasm");
      await tf.ready();
      return tf.getBackend() === "wasm" ? tf : undefined;
    } catch {
      return undefined;
    }
  })();
  return loading;
}
