// Reads the case in a folder as this package's forest takes it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exactRows } from "../../../dist/forest/code.js";
import { defaultForestOptions } from "../../../dist/forest/forest.js";

/** Data, the rows that teach, the others, and options for so many trees. */
export function loadCase(folder, trees) {
  const described = JSON.parse(readFileSync(join(folder, "case.json"), "utf8"));
  const read = (name) => new Float64Array(Uint8Array.from(readFileSync(join(folder, `${name}.f64`))).buffer);
  const columns = described.columns.map(({ name, levels }, i) =>
    levels === 0
      ? { kind: "numeric", name, values: read(i) }
      : {
          kind: "category",
          name,
          codes: Int32Array.from(read(i)),
          levels: Array.from({ length: levels }, (_, level) => `level ${level}`),
        },
  );
  const task =
    described.classes === 0
      ? { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 }
      : {
          kind: "classification",
          classes: Array.from({ length: described.classes }, (_, c) => `class ${c}`),
        };
  const positions = Array.from({ length: described.rows }, (_, row) => row);
  const defaults = defaultForestOptions(task, trees);
  const train = Uint32Array.from(positions.filter((row) => row % 5 !== 0));
  return {
    data: { columns, task, targets: read("target"), weights: null },
    train,
    test: Uint32Array.from(positions.filter((row) => row % 5 === 0)),
    options: {
      ...defaults,
      featuresPerSplit: described.featuresPerSplit ?? defaults.featuresPerSplit,
      splits: train.length > exactRows ? "binned" : "exact", // as "auto" would, for the small fits that warm up as well
    },
  };
}
