import { exitCode, UserError } from "../base/errors.ts";
import type { Engine } from "./engine.ts";
import { referenceEngine } from "./reference/index.ts";
import { sparseEngine } from "./sparse/index.ts";

/**
 * The engine of that name; "auto" is the sparse one. Throws a UserError with exit code 3 where WebAssembly SIMD is missing:
 * nothing becomes slow in silence.
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

/** Whether a module with one SIMD instruction (i32x4.splat 0, drop) is valid here. */
function hasSimd(): boolean {
  const code = [0x41, 0x00, 0xfd, 0x11, 0x1a, 0x0b];
  return WebAssembly.validate(
    // magic and version; type () → (); one function of it; its body
    Uint8Array.from([
      0,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      1,
      4,
      1,
      0x60,
      0,
      0,
      3,
      2,
      1,
      0,
      10,
      code.length + 3,
      1,
      code.length + 1,
      0,
      ...code,
    ]),
  );
}
