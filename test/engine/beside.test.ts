import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { Trainer, TrainerState } from "../../src/engine/engine.ts";
import { sparseEngine } from "../../src/engine/sparse/index.ts";
import type { Prepared, Span } from "../../src/prepare/prepared.ts";
import { classification, randomData, randomNetwork, randomOrder, regression, stepOf } from "./networks.ts";

const rows = 70;

/** A trainer with the last state that it saved. */
interface Subject {
  readonly trainer: Trainer;
  state: TrainerState | null;
}

const acts = ["epoch", "forward", "prune", "save", "restore"] as const;

/** What a trainer is asked for; `seed` decides about rows, batches and what is pruned. */
interface Turn {
  readonly act: (typeof acts)[number];
  readonly seed: number;
}

/** All that can be seen of a trainer after a turn. */
async function take(subject: Subject, { act, seed }: Turn, data: Prepared) {
  const { trainer, state } = subject;
  const random = Random.of(seed);
  const step = stepOf(rows, 1 + random.below(80), 1e-4);
  const loss = act === "epoch" ? await trainer.epoch(data, randomOrder(random, rows), step) : null;
  const outputs = act === "forward" ? await trainer.forward(data.inputs, null) : null;
  if (act === "save") subject.state = await trainer.save();
  if (act === "restore" && state !== null) await trainer.restore(state);
  if (act === "prune") {
    const share = random.uniform();
    const { layers } = await trainer.read();
    await trainer.prune(layers.map(({ weight }) => Uint8Array.from(weight, () => +(random.uniform() < share))));
  }
  return { loss, outputs, network: await trainer.read(), operations: trainer.operations };
}

describe("trainers that are loaded beside one another", () => {
  it("compute what each would alone, bit by bit, whatever they are asked for by turns", async () => {
    const size = fc.integer({ min: 0, max: 20 });
    const cases = fc.record({
      widths: fc.array(fc.array(size, { maxLength: 2 }), { minLength: 2, maxLength: 4 }),
      oneHot: fc.integer({ min: 0, max: 20 }), // levels of a span after plain inputs
      outputs: fc.constantFrom(1, 3),
      skip: fc.boolean(),
      turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...acts)), {
        minLength: 5,
        maxLength: 40,
      }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ widths, oneHot, outputs, skip, turns, seed }) => {
        const random = Random.of(seed);
        const task = outputs === 1 ? regression : classification(outputs);
        const inputs = 3 + oneHot;
        const data = randomData(random, rows, inputs, task, true);
        const spans: readonly Span[] = oneHot === 0 ? [] : [{ kind: "one-hot", first: 3, count: oneHot }];
        for (let row = 0; row < rows && oneHot > 0; row++) {
          data.inputs.data.fill(0, row * inputs + 3, (row + 1) * inputs);
          data.inputs.data[row * inputs + 3 + random.below(oneHot)] = 1;
        }
        const alone: Subject[] = [];
        const beside: Subject[] = [];
        for (const hidden of widths) {
          const network = randomNetwork(random, { sizes: [inputs, ...hidden, outputs], skip, density: 1 });
          alone.push({ trainer: await sparseEngine.load(network, task, { spans }), state: null });
          const trainer = await sparseEngine.load(network, task, { spans, beside: beside[0]?.trainer });
          beside.push({ trainer, state: null });
        }
        for (const [which, act] of turns) {
          const turn = { act, seed: random.below(2 ** 30) };
          const at = which % widths.length;
          expect(await take(beside[at]!, turn, data)).toEqual(await take(alone[at]!, turn, data));
        }
      }),
    );
  });
});
