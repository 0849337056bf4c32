import { exitCode, UserError } from "../base/errors.ts";
import type { Engine } from "./engine.ts";
import { referenceEngine } from "./reference/index.ts";
import { hasSimd } from "../wasm/simd.ts";
import { sparseEngine } from "./sparse/index.ts";

/**
 * The engine of that name; "auto" is the sparse one. Throws a UserError with exit code 3 where WebAssembly SIMD is
 * missing: nothing becomes slow in silence.
 */
export function chooseEngine(name: "auto" | "sparse" | "reference"): Engine {
  if (name === "reference") return referenceEngine;
  if (!hasSimd()) {
    throw new UserError("The sparse engine needs WebAssembly SIMD, which this machine or runtime does not offer.", {
      hint: "Use --engine reference, which is about a hundred times slower.",
      exitCode: exitCode.unavailable,
    });
  }
  return sparseEngine;
}
