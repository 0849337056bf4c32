import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** A package out of the folder that NODE_PATH names. */
export async function load(name: string): Promise<unknown> {
  const path = createRequire(import.meta.url).resolve(name);
  const loaded: { readonly default?: unknown } = await import(pathToFileURL(path).href);
  return loaded.default;
}
