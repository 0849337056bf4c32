// The packages that need more than npm, run for real: tfjs-node and danfojs-node, on Node 20, 22 and 24 or on those named.
// npm run test:named [-- 24]. Exit code 0: passed, 1: failed, 3: cannot be built here. Needs pip and g++, and 1.5 GB for the build.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildNamed, cache, whyNot } from "./build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

/** The program of a major version: this process's own, or npm's package of Node. */
function nodeOf(version) {
  if (process.versions.node.split(".")[0] === version) return process.execPath;
  const ask = ["-y", `node@${version}`, "--print", "process.execPath"];
  const { status, stdout } = spawnSync("npx", ask, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`Node ${version} cannot be had from npm.`);
  return stdout.trim();
}

function passes(version) {
  const node = nodeOf(version);
  process.stdout.write(`\nNode ${spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()}\n`);
  const { status } = spawnSync(node, [vitest, "run", "--config", "test/named/vitest.config.ts"], {
    cwd: root,
    env: { ...process.env, NODE_PATH: join(cache, "node_modules"), TF_CPP_MIN_LOG_LEVEL: "1" },
    stdio: "inherit",
  });
  return status === 0;
}

/** Builds; why that was not possible, or null. */
function build() {
  try {
    buildNamed();
    return null;
  } catch (error) {
    return error.message;
  }
}

const reason = whyNot() ?? build();
if (reason === null) {
  process.stdout.write(`The packages lie in ${join(cache, "node_modules")}.\n`);
  const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24"];
  const results = versions.map((version) => [version, passes(version)]);
  process.stdout.write("\n");
  for (const [version, ok] of results) process.stdout.write(`Node ${version}: ${ok ? "passed" : "failed"}\n`);
  process.exitCode = results.every(([, ok]) => ok) ? 0 : 1;
} else {
  process.stdout.write(`tfjs-node and danfojs-node are not tested: ${reason}\n`);
  process.exitCode = 3;
}
