// The network of the author's MNIST script: 784 pixels, one hidden layer, 10 digits. As images through occamFit, and as a table through fit.
import { fit, readTable } from "occam-tab";
import { compare, crossEntropy, main, meanLoss, paperTrace, start } from "./compare.mjs";
import { digits, parts, pixels } from "./digits.mjs";

/** 784-N-10 as the script has it but for dropout, which tfjs draws anew on every run. */
export async function images({
  say,
  units = 256,
  rows = 2000,
  epochs = 12,
  rounds = 12,
  recoveryRounds = 6,
  budget = 72,
  seed = 1,
}) {
  const tf = await start();
  const held = Math.ceil(rows / 4 / 10) * 10;
  const [fit, holdout, test] = parts([rows, held, held]).map(({ images: xs, labels }) => ({
    xs: tf.tensor(xs, [labels.length, pixels]),
    ys: tf.tensor(labels, [labels.length], "int32"),
  }));
  const data = { ...fit, holdout, test };
  const build = () => {
    let place = 1000 * (seed - 1);
    const kernelInitializer = () => tf.initializers.glorotUniform({ seed: ++place });
    return tf.sequential({
      layers: [
        tf.layers.dense({
          inputShape: [pixels],
          units,
          activation: "relu",
          kernelInitializer: kernelInitializer(),
        }),
        tf.layers.dense({ units: 10, activation: "softmax", kernelInitializer: kernelInitializer() }),
      ],
    });
  };
  const options = {
    loss: "sparseCategoricalCrossentropy",
    batch: 32,
    rate: 1e-3,
    recoveryRate: 1e-3,
    seed,
  };
  say(`Paper mode: 784-${units}-10, Adam at 0.001, batch 32, λ₀ = 0.4, ${rows} digits.`);
  const trace = await paperTrace({ tf, build, data, options, epochs, say });
  say(`Guarded mode beside dense training, ${held} other digits to test on.`);
  const result = await compare({
    tf,
    build,
    data,
    score: meanLoss(tf, crossEntropy(tf)),
    options: { ...options, rounds, recoveryRounds },
    budget,
    say,
  });
  return { trace, ...result };
}

/** The same digits as a CSV table with a column a pixel, in the main job of occam-tab. */
export async function table({ say, rows = 400, folds = 3, trees = 100 }) {
  const { images: values, labels } = digits(0, rows);
  const names = Array.from({ length: pixels }, (_, pixel) => `pixel_${pixel}`);
  const lines = Array.from(labels, (digit, row) =>
    [...values.subarray(row * pixels, (row + 1) * pixels), `digit ${digit}`].join(","),
  );
  const csv = `${[...names, "digit"].join(",")}\n${lines.join("\n")}\n`;
  const data = await readTable(new TextEncoder().encode(csv), { name: "mnist.csv" });
  const { results } = await fit(data, { target: "digit", folds, trees, preset: "tiny" });
  say(results.verdict.sentence);
  for (const { label, summary } of results.models) {
    say(`${label}: log-loss ${summary.logLoss.mean.toFixed(4)}, accuracy ${summary.accuracy.mean.toFixed(4)}`);
  }
  return results;
}

main(import.meta.url, async ({ say, seed }) => {
  await images({ say, seed });
  if (seed === 1) await table({ say });
});
