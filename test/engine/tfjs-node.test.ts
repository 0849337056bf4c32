import { createRequire } from "node:module";
import { afterAll, beforeAll, describe } from "vitest";
import type { Backend } from "../../src/engine/tfjs/backend.ts";
import { tfjsEngine } from "../../src/engine/tfjs/index.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { engineContract } from "./contract.ts";

const name = process.env["OCCAM_TAB_BACKEND"] === "tensorflow-gpu" ? "tensorflow-gpu" : "tensorflow";

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(
      name === "tensorflow" ? "@tensorflow/tfjs-node" : "@tensorflow/tfjs-node-gpu",
    );
    return true;
  } catch {
    return false;
  }
}

const installed = isInstalled();

describe.skipIf(!installed)(`the tfjs engine on ${name}${installed ? "" : " (not installed)"}`, () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend(name);
  });
  afterAll(() => backend.close());
  engineContract(async () => tfjsEngine(backend));
});
