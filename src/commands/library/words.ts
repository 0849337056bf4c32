import { UserError } from "../../base/errors.ts";
import { camelCase } from "../flags/request.ts";

/** Options of `readTable` whose flags have another name or another form. */
const ofReading: ReadonlyMap<string, string> = new Map([["no-header", "header: false"]]);

/**
 * Runs `work` and rewrites its mistakes in the words of the library: options instead of flags, types instead of help
 * pages.
 */
export async function inLibraryWords<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: translated(error.hint) };
    throw new UserError(translated(error.message), { ...hint, exitCode: error.exitCode });
  }
}

function translated(text: string): string {
  return text
    .replace(/See "occam-tab help[^"]*"/gu, "See the type FitOptions")
    .replace(/--([a-z]+(?:-[a-z]+)*)/gu, (_, flag: string) => ofReading.get(flag) ?? camelCase(flag));
}
