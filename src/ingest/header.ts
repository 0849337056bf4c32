import { UserError } from "../base/errors.ts";
import { trimmed } from "./spaces.ts";
import type { Finding } from "./table.ts";

// Beyond any sensible name: an unclosed quote.
const longestName = 1_000;

/**
 * The names of the columns from the fields of the first line; those without one are named by their place. Throws a
 * UserError.
 */
export function namesFrom(fields: readonly string[], file: string, findings: Finding[]): string[] {
  const names = fields.map(trimmed);
  const first = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (name.length > longestName) {
      throw new UserError(`The name of column ${i + 1} in ${file} has ${name.length} characters.`, {
        hint: `Names may have up to ${longestName}; look for a quote that is not closed in the first line.`,
      });
    }
    const earlier = first.get(name);
    if (name !== "" && earlier !== undefined) {
      throw new UserError(`Columns ${earlier + 1} and ${i + 1} of ${file} are both named "${name}".`, {
        hint: "Give each column its own name in the first line, or say --no-header if that line is data.",
      });
    }
    first.set(name, i);
  }
  for (const [i, name] of names.entries()) {
    if (name !== "") continue;
    let given = `column_${i + 1}`;
    while (first.has(given)) given += "_";
    first.set(given, i);
    names[i] = given;
    findings.push({
      code: "unnamed-column",
      severity: "note",
      column: given,
      message: `Column ${i + 1} has no name in the first line.`,
      action: `It is called "${given}".`,
    });
  }
  return names;
}
