import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { type ModelArtifact, formatModel, modelBytes } from "../../src/model/artifact.ts";
import { readModel } from "../../src/model/read.ts";
import { exampleModel, examplePortfolio, exampleTrees } from "./models.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Path = readonly (string | number)[];

/** The text of a model with one value replaced, or left out when it is undefined; `path` names it. */
function changed(model: ModelArtifact, path: Path, value: Json | undefined): string {
  return JSON.stringify(replaced(JSON.parse(formatModel(model)), path, value));
}

function replaced(node: Json, [step, ...rest]: Path, value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(node)) {
    return node.flatMap((each, i): Json[] => {
      const next = i === step ? replaced(each, rest, value) : each;
      return next === undefined ? [] : [next];
    });
  }
  const fields = new Map<string, Json | undefined>(
    typeof node === "object" && node !== null ? Object.entries(node) : [],
  );
  fields.set(String(step), replaced(fields.get(String(step)) ?? null, rest, value));
  return Object.fromEntries([...fields].filter((field): field is [string, Json] => field[1] !== undefined));
}

/** Every path of a JSON value, the leaves and what holds them. */
function paths(node: Json): (string | number)[][] {
  if (typeof node !== "object" || node === null) return [[]];
  const entries: [string | number, Json][] = Array.isArray(node)
    ? node.map((each, i) => [i, each])
    : Object.entries(node);
  return [[], ...entries.flatMap(([step, inner]) => paths(inner).map((rest) => [step, ...rest]))];
}

const forms = ["shares", "grid", "single"] as const;

const base64 = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("base64");

describe("a model file", () => {
  it("gives back every field and every bit of the weights", () => {
    const floats = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.nat(1000), fc.array(floats, { minLength: 1, maxLength: 5 }), (seed, odd) => {
        const model = exampleModel(seed);
        for (const network of model.networks)
          network.layers[1]!.weight.set(odd.slice(0, network.layers[1]!.weight.length));
        const copy = readModel(formatModel(model));
        expect(copy).toEqual(model);
        expect(formatModel(copy)).toBe(formatModel(model));
      }),
    );
  });

  it.each([
    ...forms.map((form) => [`trees with ${form} in their leaves`, exampleTrees(form)] as const),
    ["several models", examplePortfolio()] as const,
  ])("gives back %s", (_, model) => {
    const copy = readModel(formatModel(model));
    expect(copy).toEqual(model);
    expect(formatModel(copy)).toBe(formatModel(model));
  });

  it("is pinned by golden files of trees and of several models for version 1", async () => {
    const models = [...forms.map(exampleTrees), examplePortfolio()];
    await expect(models.map(formatModel).join("")).toMatchFileSnapshot("../golden/models-of-trees.jsonl");
  });

  it("is pinned by a golden file for version 1", async () => {
    await expect(formatModel(exampleModel(2))).toMatchFileSnapshot("../golden/model.json");
  });

  it("keeps −0 and the smallest float", () => {
    const model = exampleModel(1);
    const weight = model.networks[0]!.layers[1]!.bias;
    weight.set([-0]);
    model.networks[1]!.layers[1]!.bias.set([2 ** -149]);
    const copy = readModel(formatModel(model));
    const read = copy.kind === "networks" ? copy.networks.map((network) => network.layers[1]!.bias[0]) : [];
    expect(read).toEqual([-0, 2 ** -149]);
  });

  it("says its size in bytes, not in characters", () => {
    const model = { ...exampleModel(1), target: "größe" };
    expect(modelBytes(model)).toBe(formatModel(model).length + 2);
  });
});

describe("readModel", () => {
  const model = exampleModel(2);
  const weights = model.networks[0]!.layers[0]!;
  const outputs = model.networks[0]!.layers[1]!;

  it.each<[string, Path, Json | undefined]>([
    ["schema must be", ["schema"], "occam-tab/model@2"],
    ["target must be text, but is not there", ["target"], undefined],
    ["columns must not hold the target", ["target"], "age"],
    ["columns names something twice", ["columns", 1, "name"], "age"],
    ["columns[0].kind must be", ["columns", 0, "kind"], "text"],
    ["it has an unknown field", ["code"], "process.exit()"],
    ["task.classes names something twice", ["task", "classes"], ["a", "a", "b"]],
    ["networks[0].layers[1].outputs must be 1, but is 3", ["task", "classes"], ["a", "b"]],
    ["encoder.groups[0].scale is out of range", ["encoder", "groups", 0, "scale"], 0],
    ["encoder.groups[0].column is not among", ["encoder", "groups", 0, "column"], "agee"],
    ["encoder.groups[0].kind is not a kind", ["encoder", "groups", 0, "kind"], "toString"],
    ["encoder.groups[2].values must rise", ["encoder", "groups", 2, "values"], [17, 17, 90]],
    ["encoder.groups[3].means must have one entry less", ["encoder", "groups", 3, "means"], [0.1]],
    ["encoder.groups[7].codes[0].class is out of range", ["encoder", "groups", 7, "codes", 0, "class"], 3],
    ["encoder.inputs must be 11, but is 12", ["encoder", "inputs"], 12],
    ["inverseTemperatures[0] must be a finite number", ["inverseTemperatures", 0], null],
    ["networks must have at least 1", ["networks"], []],
    ["networks[0].layers must have at least 1", ["networks", 0, "layers"], []],
    ["networks[0].layers[0].inputs must be 11", ["networks", 0, "layers", 0, "inputs"], 13],
    ["networks[0].layers[0].weight is not base64", ["networks", 0, "layers", 0, "weight"], "*"],
    ["networks[0].layers[0].weight must hold", ["networks", 0, "layers", 0, "weight"], "AAAA"],
    [
      "networks[0].layers[0].weight[0] must be a finite number, but is NaN",
      ["networks", 0, "layers", 0, "weight"],
      base64(weights.weight.map(() => Number.NaN)),
    ],
    [
      "networks[0].layers[0].column[0] is 11, beyond 10",
      ["networks", 0, "layers", 0, "column"],
      base64(Uint8Array.from(weights.column, () => 11)),
    ],
    [
      "networks[0].layers[0].column[1] must rise within its row",
      ["networks", 0, "layers", 0, "column"],
      base64(Uint8Array.from(weights.column, () => 10)),
    ],
    [
      "networks[0].layers[1].rowStart must not fall",
      ["networks", 0, "layers", 1, "rowStart"],
      base64(Uint8Array.from(outputs.rowStart, (start, i) => (i === 1 ? outputs.column.length : start))),
    ],
    [
      "networks[0].layers[0].rowStart[0] must be 0",
      ["networks", 0, "layers", 0, "rowStart"],
      base64(Uint8Array.from(weights.rowStart, (start, i) => (i === 0 ? 1 : start))),
    ],
    ["origin.scores[0].mean must be a finite number", ["origin", "scores", 0, "mean"], "0.3"],
  ])("refuses a file with: %s", (message, path, value) => {
    const read = () => readModel(changed(model, path, value));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  it.each<[string, Path, Json | undefined]>([
    ["kind must be", ["kind"], "forest"],
    ["it has an unknown field", ["networks"], []],
    ["ensemble.leaf does not fit the task", ["ensemble", "leaf"], { kind: "grid", low: 0, high: 1, steps: 4 }],
    ["ensemble.inputs[0].thresholds must hold 3 numbers", ["ensemble", "inputs", 0, "thresholds"], "AAAA"],
    [
      "ensemble.inputs[0].thresholds must rise",
      ["ensemble", "inputs", 0, "thresholds"],
      base64(Float64Array.of(2, 1, 3)),
    ],
    ["ensemble.inputs[0].column has no numbers", ["ensemble", "inputs", 0, "column"], "colour"],
    ["ensemble.inputs[1].column has no levels", ["ensemble", "inputs", 1, "column"], "age"],
    ["ensemble.inputs[1].column is not among", ["ensemble", "inputs", 1, "column"], "nothing"],
    ["ensemble.start must have 2 entries", ["ensemble", "start"], [0]],
    ["ensemble.members must have at least one entry", ["ensemble", "members"], []],
    ["ensemble.members must not be 0", ["ensemble", "members"], [2, 0]],
    ["ensemble.inverseTemperature is out of range", ["ensemble", "inverseTemperature"], 0],
    ["ensemble.trees do not fit their checksum", ["ensemble", "checksum"], 1],
    ["ensemble.trees must hold", ["ensemble", "trees"], "AAAA"],
    ["ensemble.trees holds 8 nodes instead of 10", ["ensemble", "nodes"], 10],
    ["ensemble.trees ends too early", ["ensemble", "nodes"], 6],
  ])("refuses trees with: %s", (message, path, value) => {
    const read = () => readModel(changed(exampleTrees("shares"), path, value));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  it.each<[string, Path, Json | undefined]>([
    ["parts must have at least 1", ["parts"], []],
    ["parts must have shares that add up to 1", ["parts", 0, "share"], 0.5],
    ["parts[1].model.kind must be", ["parts", 1, "model", "kind"], "portfolio"],
    ["parts[1].model.task is not that of the whole", ["parts", 1, "model", "task", "classes"], ["yes", "no"]],
    ["parts[0].model has an unknown field", ["parts", 0, "model", "origin"], {}],
    ["parts[0].model.networks must have at least 1", ["parts", 0, "model", "networks"], []],
  ])("refuses several models with: %s", (message, path, value) => {
    const read = () => readModel(changed(examplePortfolio(), path, value));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  it("refuses text that is not JSON, a list, and an infinite number", () => {
    for (const written of ["", "{", "[]", "null", '"model"']) expect(() => readModel(written)).toThrow(UserError);
    const infinite = formatModel(model).replace('"centre":38.5', '"centre":1e999');
    expect(() => readModel(infinite)).toThrow("encoder.groups[0].centre must be a finite number");
  });

  it("takes a field named __proto__ as an unknown field and changes no prototype", () => {
    const poisoned = formatModel(model).replace('{"schema"', '{"__proto__":{"polluted":1},"schema"');
    expect(() => readModel(poisoned)).toThrow('unknown field "__proto__"');
    expect("polluted" in {}).toBe(false);
  });

  it("either reads a file whose values were changed at random, or throws a UserError", () => {
    const models = [model, ...forms.map(exampleTrees), examplePortfolio()];
    const places = models.flatMap((one) => {
      const all = paths(JSON.parse(formatModel(one))).filter((path) => path.length > 0);
      return all.map((path) => [one, path] as const);
    });
    const odd = fc.oneof(
      fc.constantFrom<Json | undefined>(undefined, null, true, -1, 0, 2 ** 31, 1e308, "", "AAAA", "__proto__", [], {}),
      fc.jsonValue().map((value) => value as Json),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, ([one, path], value) => {
        expect(refusal(changed(one, path, value))).toSatisfy(isFineOrUserError);
      }),
      { numRuns: 1000 },
    );
  });

  it("either reads a file whose characters were changed at random, or throws a UserError", () => {
    const written = formatModel(model);
    const edit = fc.record({ at: fc.nat(written.length), cut: fc.nat(3), put: fc.string({ maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const broken = edits.reduce(
          (text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut),
          written,
        );
        expect(refusal(broken)).toSatisfy(isFineOrUserError);
      }),
      { numRuns: 1000 },
    );
  });
});

function refusal(written: string): unknown {
  try {
    formatModel(readModel(written));
    return null;
  } catch (error) {
    return error;
  }
}

function isFineOrUserError(error: unknown): boolean {
  return error === null || error instanceof UserError;
}
