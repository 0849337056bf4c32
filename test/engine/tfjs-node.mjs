// Runs the engine contract on tfjs-node where that is installed: node test/engine/tfjs-node.mjs [gpu]
// Exit code 0: passed, 1: failed, 3: not installed. "npm test" runs the same and skips what is not installed, and says so.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const gpu = process.argv.includes("gpu");
const name = gpu ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";

let installed = true;
try {
  require.resolve(name);
} catch {
  installed = false;
}
if (installed) {
  const { status } = spawnSync(
    process.execPath,
    [require.resolve("vitest/vitest.mjs"), "run", "test/engine/tfjs-node.test.ts"],
    {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { ...process.env, OCCAM_TAB_BACKEND: gpu ? "tensorflow-gpu" : "tensorflow" },
      stdio: "inherit",
    },
  );
  process.stdout.write(`${name} on Node ${process.version}: ${status === 0 ? "passed" : "failed"}\n`);
  process.exitCode = status === 0 ? 0 : 1;
} else {
  process.stdout.write(`${name} on Node ${process.version}: not installed\n`);
  process.exitCode = 3;
}
