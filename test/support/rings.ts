import { Random } from "../../src/base/random.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";

/** Two classes, inside and outside a circle in the first two of six inputs; the other four are noise. 8% of the labels are flipped. */
export function rings(rows: number, seed: number): Prepared {
  const random = Random.of(seed, "rings");
  const columns = 6;
  const data = Float32Array.from({ length: rows * columns }, () => random.normal());
  const targets = Float32Array.from({ length: rows }, (_, i) => {
    const inside = data[i * columns]! ** 2 + data[i * columns + 1]! ** 2 < 1.4;
    return random.uniform() < 0.08 !== inside ? 1 : 0;
  });
  return {
    task: { kind: "classification", classes: ["outside", "inside"] },
    inputs: { rows, columns, data },
    targets,
    weights: null,
  };
}

/** The part of each row when rows are dealt round. */
export function dealtParts(rows: number, count: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, row) => row % count);
}
