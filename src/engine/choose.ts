import { exitCode, UserError } from "../base/errors.ts";
import { hasSimd } from "../wasm/simd.ts";
import type { Engine } from "./engine.ts";
import { referenceEngine } from "./reference/index.ts";
import { sparseEngine } from "./sparse/index.ts";

/** An engine that needs no other package. */
interface BuiltInEngine {
  readonly name: string; // as `--engine` takes it
  readonly what: string; // as a phrase
  readonly engine: Engine;
  readonly needsSimd: boolean;
}

/** All of them, "auto" first: a new one is its folder and an entry. */
export const builtInEngines = [
  {
    name: "sparse",
    what: "WebAssembly with SIMD; computes kept weights only",
    engine: sparseEngine,
    needsSimd: true,
  },
  { name: "reference", what: "plain TypeScript in float64", engine: referenceEngine, needsSimd: false },
] as const satisfies readonly BuiltInEngine[];

export type BuiltInName = (typeof builtInEngines)[number]["name"];

/** What `--engine` takes. */
export const engineNames = ["auto", ...builtInEngines.map(({ name }) => name), "tfjs"] as const;

export type EngineName = (typeof engineNames)[number];

/**
 * The engine of that name; "auto" is the first. Throws a UserError with exit code 3 where WebAssembly SIMD is missing:
 * nothing becomes slow in silence.
 */
export function chooseEngine(name: "auto" | BuiltInName): Engine {
  const { engine, needsSimd } = builtInEngines.find((each) => each.name === name) ?? builtInEngines[0];
  if (needsSimd && !hasSimd()) {
    throw new UserError(`The ${engine.name} engine needs WebAssembly SIMD, which this runtime does not offer.`, {
      hint: "Use --engine reference, which is about a hundred times slower.",
      exitCode: exitCode.unavailable,
    });
  }
  return engine;
}
