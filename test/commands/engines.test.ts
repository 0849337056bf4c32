import { describe, expect, it } from "vitest";
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

describe("--backend without --engine tfjs", () => {
  it("is a mistake that names the way out", async () => {
    const { code, errors } = await say(["fit", "-", "--backend", "wasm"], { text: "a,b\n1,2\n2,1\n" });
    expect(code).toBe(2);
    expect(errors).toContain("Add --engine tfjs");
  });
});
