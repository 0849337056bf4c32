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

/** A flag, with its value where one follows: quoted, a number, lines, or a word that is a value and nothing else. */
const flagWithValue =
  /--([a-z]+(?:-[a-z]+)*)(?:[= ]("[^"]*"|'[^']*'|-?\d[\w.,-]*(?<![.,])|(?:binary|multiclass|regression|comma|point|sparse)\b))?/gu;

const lists: ReadonlySet<string> = new Set(["ignore", "missing", "skip-rows", "cost"]);
const marks: Readonly<Record<string, string>> = { comma: ",", point: "." };

/** The value of a flag as an option has it: texts in quotes, lists in brackets. */
function valueOf(flag: string, value: string): string {
  const text = value.replace(/^["']|["']$/gu, "");
  if (lists.has(flag)) return JSON.stringify(text.split(","));
  return /^\d+$/u.test(text) ? text : JSON.stringify(marks[text] ?? text);
}

function translated(text: string): string {
  return text
    .replace(/See "occam-tab help[^"]*"/gu, "See the type FitOptions")
    .replace(flagWithValue, (_, flag: string, value?: string) => {
      const option = ofReading.get(flag) ?? camelCase(flag);
      return value === undefined ? option : `${option}: ${valueOf(flag, value)}`;
    });
}
