// Shared by the examples: the same model trained densely and by Occam Gradient Descent, and what both are worth on rows that neither saw.
import { occamFit } from "occam-tab/tfjs";

/** TensorFlow.js on its wasm backend. */
export async function start() {
  const tf = await import("@tensorflow/tfjs");
  tf.enableProdMode();
  await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  return tf;
}

/** The pruned model may keep so much of the dense one, and is then the best of those by holdout. */
const mostKept = 1 / 5;

/** A row of the printed table. `score` is the mean loss of the test rows. */
async function measured(name, fitted, model, { test, score }) {
  return {
    name,
    testLoss: await score(model, test),
    weights: fitted.weights,
    operations: fitted.operations.kept,
    epochs: fitted.history.length,
  };
}

/**
 * Trains `build()` by OGD and densely for as many epochs, `budget` at most, and prints one against the other. Both end where the
 * holdout is best: the ladder accepts no rung that is worse, and dense training goes back to its best epoch. Test rows are only scored.
 */
export async function compare({ tf, build, data, score, options, budget, say }) {
  const pruned = build();
  const maxParameters = Math.floor(mostKept * pruned.countParams());
  const strict = { pruneFraction: 0.5, tolerance: 0, slack: 0, maxParameters };
  const watch = ({ round }) => round + 1 < budget;
  const fitted = await occamFit(pruned, data, { ...strict, ...options, tf, watch });
  const occam = await measured("OGD", fitted, pruned, { test: data.test, score });
  const plain = build();
  const rounds = fitted.history.length;
  const rival = await occamFit(plain, data, { ...options, tf, mode: "dense", rounds });
  const dense = await measured("dense", rival, plain, { test: data.test, score });
  say("             test loss   weights   multiply-adds a row   epochs");
  for (const { name, testLoss, weights, operations, epochs } of [dense, occam]) {
    const cells = [
      testLoss.toFixed(4).padStart(9),
      String(weights).padStart(9),
      String(operations).padStart(21),
      String(epochs).padStart(8),
    ];
    say(`${name.padEnd(12)} ${cells.join(" ")}`);
  }
  return { dense, occam, fitted, model: pruned };
}

/** λ by the formula of the public scripts (arXiv:2405.20194) from the losses alone, to stand beside the λ that was used. */
export function publishedFractions(losses, start) {
  const fractions = [];
  let fraction = start;
  for (const [epoch, loss] of losses.entries()) {
    if (epoch > 1) {
      const ratio = (loss - losses[epoch - 1]) / (losses[epoch - 1] - losses[epoch - 2]);
      fraction = Math.min(start, Math.max(0.1 * start, ratio * fraction));
    }
    fractions.push(fraction);
  }
  return fractions;
}

/** Paper mode, printed epoch by epoch: the λ and weight counts used, beside those of the scripts' formula. */
export async function paperTrace({ tf, build, data, options, epochs, say }) {
  const fitted = await occamFit(build(), data, { ...options, tf, mode: "paper", rounds: epochs });
  const losses = fitted.history.map(({ trainLoss }) => trainLoss);
  const published = publishedFractions(losses, 0.4);
  const rows = fitted.history.map((record, epoch) => ({
    epoch,
    fraction: fitted.history[epoch + 1]?.pruneFraction ?? null, // the λ that this epoch's losses led to
    published: published[epoch],
    weights: record.weights,
    trainLoss: record.trainLoss,
    holdoutLoss: record.holdoutLoss,
  }));
  say("epoch   λ used   λ by the scripts   weights   train loss   holdout loss");
  for (const row of rows) {
    const used = row.fraction === null ? "–" : row.fraction.toFixed(3);
    say(
      `${String(row.epoch).padStart(5)} ${used.padStart(8)} ${row.published.toFixed(3).padStart(18)} ${String(row.weights).padStart(9)} ${row.trainLoss.toFixed(4).padStart(12)} ${row.holdoutLoss.toFixed(4).padStart(14)}`,
    );
  }
  return rows;
}

/** Mean loss of a function of (truth, output) over test rows, without a synchronous read. */
export function meanLoss(tf, rowLoss) {
  return async (model, { xs, ys }) => {
    const value = tf.tidy(() => tf.mean(rowLoss(ys, model.predict(xs))));
    const [loss] = await value.data();
    value.dispose();
    return loss;
  };
}

/** Cross-entropy of class numbers and probabilities; any axes before the last. */
export function crossEntropy(tf) {
  return (truth, output) => {
    const classes = output.shape.at(-1);
    const hot = tf.oneHot(truth.reshape([-1]), classes);
    return tf.neg(tf.sum(tf.mul(hot, tf.log(tf.clipByValue(output.reshape([-1, classes]), 1e-7, 1))), 1));
  };
}

/** Runs an example when its file is started, once for each seed behind its name, and says what it prints. */
export function main(url, run) {
  if (process.argv[1] === undefined || url !== new URL(`file://${process.argv[1]}`).href) return;
  const say = (line) => process.stdout.write(`${line}\n`);
  const seeds = process.argv.slice(2).map(Number);
  void runAll(seeds.length === 0 ? [1] : seeds, (seed) => run({ say, seed }), say);
}

async function runAll(seeds, run, say) {
  for (const seed of seeds) {
    if (seeds.length > 1) say(`Seed ${seed}`);
    await run(seed);
  }
}
