import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatModel } from "../../src/model/artifact.ts";
import { readModel } from "../../src/model/read.ts";
import { loadModel } from "../../src/predict.ts";
import { examplePortfolio, exampleTrees } from "./models.ts";

const text = readFileSync(fileURLToPath(new URL("../../src/model/FORMAT.md", import.meta.url)), "utf8");
const example = /```json\n(.*?)\n```/su.exec(text)![1]!;

/** Names of the fields of a model of trees and of its parts. */
const ofTrees = [formatModel(exampleTrees("grid")), formatModel(examplePortfolio())].join();

describe("the page on the format", () => {
  it("has an example that is a model file, but for white space", () => {
    expect(formatModel(readModel(example)).trimEnd()).toBe(JSON.stringify(JSON.parse(example)));
  });

  it("computes by hand what predict says", () => {
    const predictor = loadModel(example);
    const high = predictor.predict({ age: 50, smoker: "yes" }).probabilities[1]!.toFixed(5);
    expect(text).toContain(`= ${high}: the probability of "high"`);
    const other = predictor.predict({ age: null, smoker: "other" }).probabilities[1]!.toFixed(5);
    expect(text).toMatch(new RegExp(`probability of "high" is ${other}\\.`, "u"));
  });

  it("names every field and every kind of input of a model", () => {
    const names = new Set([...`${example}${ofTrees}`.matchAll(/"(\w+)":/gu)].map((match) => match[1]!));
    const page = text.replace(example, "");
    expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(page))).toEqual([]);
    for (const kind of ["scaled", "log", "rank", "bins", "missing", "pair", "levels", "many-levels"]) {
      expect(text).toContain(`| \`${kind}\``);
    }
  });
});
