// Shared by the examples: the same model trained densely and by Occam Gradient Descent, and what both are worth on rows that neither saw.
import { occamFit } from "occam-tab/tfjs";

/** A row of the printed table. `score` is the mean loss of the test rows. */
async function measured(name, fitted, model, { test, score }) {
  return {
    name,
    testLoss: await score(model, test),
    weights: fitted.weights,
    operations: fitted.operations.kept,
    training: fitted.operations.training,
  };
}

/** Trains `build()` twice and prints dense against OGD; `watch` may end the second descent early. */
export async function compare({ tf, build, data, score, options, denseRounds, watch = () => true, say }) {
  const rows = [];
  const plain = build();
  const dense = await occamFit(plain, data, { ...options, tf, mode: "dense", rounds: denseRounds });
  rows.push(await measured("dense", dense, plain, { test: data.test, score }));
  const pruned = build();
  const fitted = await occamFit(pruned, data, { ...options, tf, watch });
  rows.push(await measured("OGD", fitted, pruned, { test: data.test, score }));
  say("             test loss   weights   multiply-adds a row");
  for (const { name, testLoss, weights, operations } of rows) {
    say(
      `${name.padEnd(12)} ${testLoss.toFixed(4).padStart(9)} ${String(weights).padStart(9)} ${String(operations).padStart(21)}`,
    );
  }
  return { dense: rows[0], occam: rows[1], fitted, model: pruned };
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

/** Numbers in [0, 1) that are the same on every machine (mulberry32). */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs an example when its file is started, and says what it prints. */
export function main(url, run) {
  if (process.argv[1] !== undefined && url === new URL(`file://${process.argv[1]}`).href) {
    void run({ say: (line) => process.stdout.write(`${line}\n`) });
  }
}
