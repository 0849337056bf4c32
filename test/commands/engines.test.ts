import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { surveyBackends } from "../../src/commands/machine/survey.ts";
import { backendNames } from "../../src/run/engine.ts";
import { say } from "../support/world.ts";

describe("occam-tab engines", () => {
  it("lists engines and backends, and says of those that are missing why and how to get them", async () => {
    const { code, output, errors } = await say(["engines"]);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(/^yes {2}sparse {14}WebAssembly with SIMD/mu);
    expect(output).toMatch(/^yes {2}tfjs wasm/mu);
    expect(output).toMatch(/^no {3}tfjs tensorflow {5}.*@tensorflow\/tfjs-node, which is not installed\.$/mu);
    expect(output).toContain("npm install @tensorflow/tfjs-node@4.22.0");
  });

  it("gives the same as JSON", async () => {
    const { output } = await say(["engines", "--json"]);
    const rows: unknown = JSON.parse(output);
    expect(rows).toContainEqual({
      engine: "tfjs",
      backend: "cpu",
      available: true,
      says: "plain JavaScript",
      hint: null,
    });
  });
});

describe("the survey of backends", () => {
  const broken = fileURLToPath(new URL("../support/broken-drivers.mjs", import.meta.url));

  it("outlives a driver that ends its process and one that hangs, and reports the others", async () => {
    const states = await surveyBackends(broken, 4000);
    expect(states.map(({ name }) => name)).toEqual(backendNames);
    expect(states.map(({ problem }) => problem)).toEqual([
      null,
      "The webgpu backend ended its process (SIGSEGV).",
      null,
      "The wasm backend gave no answer within 4 seconds.",
      "The cpu backend ended its process (exit code 7).",
    ]);
    expect(states[1]!.hint).toContain("name another backend");
  });
});

describe("--backend without --engine tfjs", () => {
  it("is a mistake that names the way out", async () => {
    const { code, errors } = await say(["fit", "-", "--backend", "wasm"], { text: "a,b\n1,2\n2,1\n" });
    expect(code).toBe(2);
    expect(errors).toContain("Add --engine tfjs");
  });
});
