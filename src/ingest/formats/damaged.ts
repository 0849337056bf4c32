import { reasonOf, UserError } from "../../base/errors.ts";

/** A sentence about a damaged file; what the reader of its bytes stumbled over says nothing to its owner. */
export function damaged(what: string, error: unknown): UserError {
  const stumbled = error instanceof TypeError || error instanceof RangeError;
  const reason = stumbled ? "its parts contradict one another" : reasonOf(error);
  return new UserError(`${what} cannot be read: ${reason}.`, {
    hint: "Check that it was copied completely, or write it again.",
  });
}
