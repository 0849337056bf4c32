import { formatMemory, newMemory, readMemory } from "../../learn/memory.ts";
import type { Ongoing } from "../../learn/ongoing.ts";
import { UserError } from "../../base/errors.ts";
import { formatModel, type ModelArtifact } from "../../model/artifact.ts";
import { readModelText } from "./model-file.ts";
import { readText } from "./read.ts";
import { exists } from "./trouble.ts";
import { writeTogether } from "./write.ts";

/** Where the memory of a model lies: beside `model.json` as `model.memory.json`. */
export function memoryPath(model: string): string {
  return `${model.replace(/\.json$/iu, "")}.memory.json`;
}

/** A model with an empty memory. Throws a `UserError` for one that cannot go on. */
export function startOngoing(model: ModelArtifact): Ongoing {
  if (model.kind !== "networks") {
    const others = model.kind === "trees" ? "trees" : "several models together";
    throw new UserError(`Only networks go on learning; this model is ${others}.`, {
      hint: "Go on with the model.json of a fit, or fit again on all rows.",
    });
  }
  return { model, memory: newMemory(model.origin.rows) };
}

/** A model file with the memory beside it, empty where there is none yet. Throws a `UserError`. */
export async function readOngoing(path: string): Promise<Ongoing> {
  const started = startOngoing(readModelText(await readText(path), path));
  const beside = memoryPath(path);
  return (await exists(beside)) ? { ...started, memory: readMemory(await readText(beside), beside) } : started;
}

/**
 * Writes a model and its memory: both are there before either takes its place, so that a full disk changes nothing. The
 * model is first: were it the other way round, an end in between would leave rows that pass for learnt.
 */
export async function writeOngoing(path: string, { model, memory }: Ongoing): Promise<void> {
  await writeTogether(
    new Map([
      [path, formatModel(model)],
      [memoryPath(path), formatMemory(memory)],
    ]),
  );
}
