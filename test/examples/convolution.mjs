// A convolutional network in the manner of the author's CIFAR script, on small pictures that are drawn here: four shapes under noise.
import { compare, crossEntropy, generator, main, meanLoss, paperTrace } from "./compare.mjs";

const side = 8;

/** A cross, a ring, a bar or a corner of three channels at a random place, in noise. */
function draw(shape, random, into) {
  const [x, y] = [2 + Math.floor(random() * (side - 4)), 2 + Math.floor(random() * (side - 4))];
  const colour = [0.4 + random(), 0.4 + random(), 0.4 + random()];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [dx, dy] = [Math.abs(column - x), Math.abs(row - y)];
      const inside = [
        Math.min(dx, dy) === 0 && Math.max(dx, dy) <= 2,
        Math.max(dx, dy) === 2,
        dy === 0 && dx <= 2,
        (column === x && row <= y && dy <= 2) || (row === y && column >= x && dx <= 2),
      ][shape];
      for (let channel = 0; channel < 3; channel++) {
        into[(row * side + column) * 3 + channel] = (inside ? colour[channel] : 0) + 0.6 * (random() - 0.5);
      }
    }
  }
}

export async function convolution({ say, rows = 240, epochs = 12, rounds = 12, filters = 6, watch }) {
  const tf = await import("@tensorflow/tfjs");
  tf.enableProdMode();
  await tf.setBackend("cpu"); // the wasm backend has no kernel for the slope of a convolution
  const random = generator(7);
  const part = (count) => {
    const xs = new Float32Array(count * side * side * 3);
    const ys = Int32Array.from({ length: count }, (_, row) => row % 4);
    for (const [row, shape] of ys.entries()) {
      draw(shape, random, xs.subarray(row * side * side * 3, (row + 1) * side * side * 3));
    }
    return { xs: tf.tensor(xs, [count, side, side, 3]), ys: tf.tensor(ys, [count], "int32") };
  };
  const data = { ...part(rows), holdout: part(rows / 2), test: part(rows / 2) };
  const kernel = (seed) => tf.initializers.glorotUniform({ seed });
  const build = () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          inputShape: [side, side, 3],
          filters,
          kernelSize: 3,
          activation: "relu",
          kernelInitializer: kernel(1),
        }),
        tf.layers.conv2d({
          filters,
          kernelSize: 3,
          strides: 2,
          activation: "relu",
          kernelInitializer: kernel(2),
        }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 48, activation: "relu", kernelInitializer: kernel(3) }),
        tf.layers.dense({ units: 4, activation: "softmax", kernelInitializer: kernel(4) }),
      ],
    });
  const options = {
    loss: "sparseCategoricalCrossentropy",
    batch: 16,
    rate: 2e-3,
    tolerance: 0.3,
    seed: 1,
  };
  say(`Paper mode on ${rows} pictures of ${side} × ${side}.`);
  const trace = await paperTrace({ tf, build, data, options, epochs, say });
  say("Guarded mode beside dense training.");
  const result = await compare({
    tf,
    build,
    data,
    score: meanLoss(tf, crossEntropy(tf)),
    options: { ...options, rounds, recoveryRounds: Math.max(1, Math.floor(rounds / 2)) },
    denseRounds: epochs,
    watch,
    say,
  });
  return { trace, ...result };
}

main(import.meta.url, convolution);
