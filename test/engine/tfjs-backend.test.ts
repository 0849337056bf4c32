import { describe, expect, it } from "vitest";
import { Backend } from "../../src/engine/tfjs/backend.ts";
import { loadTensorFlow } from "../../src/engine/tfjs/open.ts";
import { selfTest } from "../../src/engine/tfjs/self-test.ts";
import type { Tensor, TensorFlow } from "../../src/engine/tfjs/tensorflow.ts";

/** A backend of plain JavaScript whose parts a test may break. */
async function backend(changes: Partial<TensorFlow> = {}): Promise<Backend> {
  const tf = await loadTensorFlow();
  await tf.setBackend("cpu");
  return new Backend("webgpu", { ...tf, ...changes }, { device: "a test" });
}

/** A tensor whose numbers never arrive. */
const endless = { data: () => new Promise(() => {}) } as unknown as Tensor;

describe("a backend that fails", () => {
  it("fails every read that is pending when the device is lost, and every later one", async () => {
    const broken = await backend();
    const waiting = [broken.read(endless), broken.read(endless)];
    broken.fail("the device was lost (driver reset).");
    const sentence = "The webgpu backend failed on a test: the device was lost (driver reset).";
    for (const one of [...waiting, broken.read(endless)]) {
      await expect(one).rejects.toMatchObject({ message: sentence, exitCode: 3 });
    }
    expect(() => broken.compute(() => 1)).toThrow(sentence);
  });

  it("says that memory ran out when an allocation fails", async () => {
    const broken = await backend();
    const allocate = () => {
      throw new RangeError("Array buffer allocation failed");
    };
    expect(() => broken.compute(allocate)).toThrow("out of memory (Array buffer allocation failed)");
  });

  it("is refused when it computes wrongly", async () => {
    const tf = await loadTensorFlow();
    const broken = await backend({ relu: (x) => tf.mul(x, 1) });
    await expect(selfTest(broken)).rejects.toMatchObject({
      message: "The webgpu backend on a test computes wrongly: 4.75, 1, -3.25, 10.5 where 4.75, 1, 0, 10.5 is right.",
      exitCode: 3,
    });
  });
});
