import { expect, expectTypeOf, it } from "vitest";
import { fit, formatModel, type FitOptions, type ModelArtifact } from "../src/index.ts";

it("fit has a model and a verdict for compilers wherever its options promise them", () => {
  const byDefault = async (): Promise<string[]> => {
    const { model, results } = await fit([], { folds: 2 });
    return [formatModel(model), results.verdict.sentence];
  };
  const network = async (): Promise<string> => formatModel((await fit([], { models: ["occam", "linear"] })).model);
  const others = async (options: FitOptions) => (await fit([], options)).model;
  expectTypeOf(others).returns.resolves.toEqualTypeOf<ModelArtifact | null>();
  expect([byDefault, network]).toHaveLength(2); // compiled, not run
});
