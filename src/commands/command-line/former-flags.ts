import { UserError } from "../../base/errors.ts";

/** Flags that are gone, with what to write instead. */
const formerFlags: Readonly<Record<string, string>> = {
  compare: "Write --models default,NAME to add a model, or --models with all that take part.",
  forest: "Write --models default,forest-mljs for the package ml-random-forest.",
};

/** The error for a flag that is gone; null when the parser complains about something else. */
export function formerFlag(message: string): UserError | null {
  const name = /unknown option '--(?<name>\w+)/u.exec(message)?.groups?.["name"] ?? "";
  if (!Object.hasOwn(formerFlags, name)) return null;
  return new UserError(`There is no --${name} any more.`, { hint: formerFlags[name]! });
}
