// A convolutional network in the manner of the author's CIFAR script: two convolutions, two dense layers, on handwritten digits.
import { compare, crossEntropy, main, meanLoss, paperTrace, start } from "./compare.mjs";
import { halved, parts } from "./digits.mjs";

const side = 14;

/** Settings were tried on earlier pictures of each digit. */
const first = 300;

export async function convolution({
  say,
  tf: given,
  rows = 500,
  tests = 1000,
  filters = 16,
  units = 64,
  epochs = 12,
  rounds = 12,
  recoveryRounds = 26,
  budget = 90,
  seed = 1,
}) {
  const tf = given ?? (await start());
  const [fit, holdout, test] = parts([rows, rows / 2, tests], first).map(({ images, labels }) => ({
    xs: tf.tensor(halved(images), [labels.length, side, side, 1]),
    ys: tf.tensor(labels, [labels.length], "int32"),
  }));
  const data = { ...fit, holdout, test };
  const build = () => {
    let place = 1000 * (seed - 1);
    const kernelInitializer = () => tf.initializers.glorotUniform({ seed: ++place });
    const convolve = (more) =>
      tf.layers.conv2d({
        ...more,
        kernelSize: 3,
        strides: 2,
        activation: "relu",
        kernelInitializer: kernelInitializer(),
      });
    const dense = (units, activation) => tf.layers.dense({ units, activation, kernelInitializer: kernelInitializer() });
    return tf.sequential({
      layers: [
        convolve({ filters, inputShape: [side, side, 1] }),
        convolve({ filters: 2 * filters }),
        tf.layers.flatten(),
        dense(units, "relu"),
        dense(10, "softmax"),
      ],
    });
  };
  const options = {
    loss: "sparseCategoricalCrossentropy",
    batch: 32,
    rate: 2e-3,
    recoveryRate: 2e-3,
    seed,
  };
  say(`Paper mode on ${rows} digits of ${side} × ${side}.`);
  const trace = await paperTrace({ tf, build, data, options, epochs, say });
  say(`Guarded mode beside dense training, ${tests} other digits to test on.`);
  const result = await compare({
    tf,
    build,
    data,
    score: meanLoss(tf, crossEntropy(tf)),
    options: { ...options, decay: 0.05, rounds, recoveryRounds },
    budget,
    say,
  });
  return { trace, ...result };
}

main(import.meta.url, convolution);
