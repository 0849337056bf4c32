import { expect } from "vitest";
import type { Step, Trainer } from "../../src/engine/engine.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";

/** One epoch of both, then all outputs: as near as float32 comes to the reference. */
export async function expectAgreement(
  trainer: Trainer,
  reference: Trainer,
  data: Prepared,
  order: Uint32Array,
  step: Step,
): Promise<void> {
  const loss = await trainer.epoch(data, order, step);
  const expected = await reference.epoch(data, order, step);
  expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
  const outputsOf = (await trainer.forward(data.inputs, null)).data;
  const expectedOf = (await reference.forward(data.inputs, null)).data;
  outputsOf.forEach((one, at) => {
    expect(Math.abs(one - expectedOf[at]!)).toBeLessThan(2e-5 * Math.max(1, Math.abs(expectedOf[at]!)));
  });
}
