import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { exitCode, UserError } from "../../base/errors.ts";

/** All packages of the family must be this version: two in one process do not share their kernels. */
const family = "4.22.0";

const versions = new Map([["webgpu", "0.6.2"]]);

const require = createRequire(import.meta.url);

/** Imports an optional peer. Throws a UserError with exit code 3 that says what is missing, why, and how to get it. */
export async function loadPackage(name: string, purpose: string): Promise<unknown> {
  const refuse = (why: string): UserError =>
    new UserError(`${purpose} needs the package ${name}, which ${why}.`, {
      hint: `Install it beside occam-tab: npm install ${name}@${versions.get(name) ?? family}${installNote(name)}`,
      exitCode: exitCode.unavailable,
    });
  let path: string;
  try {
    path = require.resolve(name);
  } catch {
    throw refuse("is not installed");
  }
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    // An addon whose binary was not downloaded throws here, without an error code.
    throw refuse(`is installed but does not start (${firstLine(error)})`);
  }
}

/** The first sentence of an error, without its full stop. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split("\n").find((one) => one.trim() !== "") ?? "no reason given";
  return line.trim().replace(/\.$/u, "").slice(0, 200);
}

function installNote(name: string): string {
  if (!name.startsWith("@tensorflow/tfjs-node")) return "";
  return " (it downloads a library when it is installed, which npm 12 allows only after npm approve-scripts)";
}

/** The error for a backend that cannot be used, in one sentence; `way` is what to do about it. */
export function unavailable(sentence: string, way: string): UserError {
  return new UserError(sentence, { hint: way, exitCode: exitCode.unavailable });
}
