import { exitCode, UserError } from "../../base/errors.ts";

/** All packages of the family must be this version: two in one process do not share their kernels. */
const family = "4.22.0";

const versions = new Map([["webgpu", "0.6.2"]]);

/** Imports an optional peer. Throws a UserError with exit code 3 that says what is missing, why, and how to get it. */
export async function loadPackage(name: string, purpose: string): Promise<unknown> {
  try {
    // The name is no literal, so that neither a compiler nor a bundler looks for a package that may not be there.
    return await import(name);
  } catch (error) {
    const version = versions.get(name) ?? family;
    throw new UserError(`${purpose} needs the package ${name}, which ${whyNot(error, name)}.`, {
      hint: `Install it beside occam-tab: npm install ${name}@${version}${installNote(name)}`,
      exitCode: exitCode.unavailable,
    });
  }
}

/** Some addons throw errors without a code when their binary was not downloaded: only this one code means that nothing is there. */
function whyNot(error: unknown, name: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const text = error instanceof Error ? error.message : String(error);
  if ((code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && text.includes(name)) {
    return "is not installed";
  }
  const line = text.split("\n").find((one) => one.trim() !== "") ?? "no reason given";
  return `is installed but does not start (${line.trim().replace(/\.$/u, "").slice(0, 200)})`;
}

function installNote(name: string): string {
  if (!name.startsWith("@tensorflow/tfjs-node")) return "";
  return " (it downloads a library when it is installed, which npm 12 allows only after npm approve-scripts)";
}

/** A backend that cannot be used, in one sentence; `way` is what to do about it. */
export function unavailable(sentence: string, way: string): UserError {
  return new UserError(sentence, { hint: way, exitCode: exitCode.unavailable });
}
