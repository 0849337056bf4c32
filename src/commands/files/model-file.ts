import { UserError } from "../../base/errors.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { readModel } from "../../model/read.ts";

/** Checks a model.json; a mistake names its file. */
export function readModelText(text: string, file: string): ModelArtifact {
  try {
    return readModel(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${file}: ${error.message}`, {
      hint: error.hint ?? "Name the model.json in the folder that a fit wrote.",
    });
  }
}
