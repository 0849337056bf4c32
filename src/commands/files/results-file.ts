import { UserError } from "../../base/errors.ts";
import { schemaOf } from "../../base/check.ts";
import { checkResults } from "../../evaluate/results/results-check.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { readJson } from "./read.ts";

const schema: Results["schema"] = "occam-tab/results@1";

/** The text of results.json, which is also what `--json` prints. */
export function formatResults(results: Results): string {
  return `${JSON.stringify(results, null, 1)}\n`;
}

/** Reads a results.json. Throws a `UserError` for another kind of file, another version, or a value that is wrong. */
export async function readResults(file: string): Promise<Results> {
  const content = await readJson(file);
  const given = schemaOf(content);
  if (given === schema) return checkResults(content, file);
  if (typeof given === "string" && given.startsWith("occam-tab/results@")) {
    throw new UserError(`${file} has the schema ${given}; this version reads ${schema}.`, {
      hint: "Run the fit again with this version.",
    });
  }
  throw new UserError(`${file} is not a results file of occam-tab.`, {
    hint: "Name the results.json in the folder that a fit wrote.",
  });
}
