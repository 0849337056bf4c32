import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { fit } from "../../src/run/fit.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { byTrial, resolveEngine } from "../../src/run/engine.ts";
import { requestOf } from "../support/fit-request.ts";

const csv = `a,b,class\n${Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 5) % 11},${i % 7 > 3 ? "yes" : "no"}`).join("\n")}\n`;

describe("the engine of a run", () => {
  it("is named and refuses nothing when it is not TensorFlow.js", async () => {
    expect(await resolveEngine(requestOf(csv, "t.csv"), systemClock)).toEqual({
      name: "sparse",
      refused: [],
      backend: null,
    });
  });

  it("is the first CPU backend that starts, with the reasons of those before it", async () => {
    const choice = await resolveEngine(requestOf(csv, "t.csv", { engine: "tfjs", device: "cpu" }), systemClock);
    expect(choice.backend).toBe("wasm");
    expect(choice.refused.map(({ name }) => name)).toEqual(["tensorflow"]);
    expect(choice.refused[0]!.reason).toContain("@tensorflow/tfjs-node, which is not installed");
  });

  it("is found by a trial of a whole bag, which leaves no tensor behind", async () => {
    const tried = await byTrial(["cpu", "wasm"], { rows: 60, inputs: 12, members: 3 }, systemClock);
    expect(tried.toSorted()).toEqual(["cpu", "wasm"]);
    const { tf } = await openBackend("cpu");
    expect(tf.memory().numTensors).toBe(0);
  });

  it("is never another backend than the one named", async () => {
    const request = requestOf(csv, "t.csv", { engine: "tfjs", backend: "tensorflow" });
    await expect(resolveEngine(request, systemClock)).rejects.toMatchObject({
      message: "The tensorflow backend needs the package @tensorflow/tfjs-node, which is not installed.",
      hint: expect.stringContaining("npm install @tensorflow/tfjs-node@4.22.0"),
      exitCode: 3,
    });
  });

  it("refuses a backend that the device rules out, as wrong use", async () => {
    const request = requestOf(csv, "t.csv", { engine: "tfjs", backend: "wasm", device: "gpu" });
    await expect(resolveEngine(request, systemClock)).rejects.toMatchObject({
      message: "The wasm backend computes on a CPU, which --device gpu rules out.",
      exitCode: 2,
    });
  });

  it("trains a whole run through the wasm backend, which the results name", async () => {
    const request = requestOf(csv, "t.csv", {
      engine: "tfjs",
      backend: "wasm",
      preset: "tiny",
      folds: 2,
      jobs: 1,
      models: ["occam", "forest"],
      trees: 5,
      maxOperations: 2_000_000,
    });
    const { results } = await fit(request);
    expect(results.engine).toEqual({ name: "tfjs wasm", refused: [] });
    expect(results.models[0]!.summary["logLoss"]!.mean).toBeLessThan(0.7);
  });
});
