// Builds tfjs-node and danfojs-node from the npm and PyPI registries alone. Their own installation downloads a library and a
// table reader from other hosts; here tfjs-node's binding is compiled against the TensorFlow of the Python wheel, and
// danfojs-node takes its table reader from npm.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const tensorflow = "2.21.0";
const project = {
  private: true,
  dependencies: { "@tensorflow/tfjs-node": "4.22.0", "danfojs-node": "1.2.0", "node-api-headers": "1.9.0" },
  overrides: { "@tensorflow/tfjs-node": "4.22.0", xlsx: "0.18.5" },
};
const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/** What the binding includes. */
const headers = ["tensorflow/c/", "tensorflow/core/platform/", "tsl/", "xla/tsl/"];

const compiler = "-std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=8 -Wl,-rpath,$ORIGIN/../../deps/lib".split(" ");

/** A registry that does not answer ends the build: milliseconds. */
const longestStep = 300_000;

/** Takes libraries and headers out of a wheel: a fifth of what is in it. */
const unpack = `
import sys, zipfile
wheel, folder, libraries, headers = sys.argv[1:]
wanted = ["tensorflow/" + name for name in libraries.split()]
below = tuple("tensorflow/include/" + name for name in headers.split())
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name in wanted or name.startswith(below)])
`;

/** Where the packages are kept between runs: as large as the libraries, 0.9 GB. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "occam-tab", "named");

/** Why they cannot be built on this machine, in one sentence; null if they can. */
export function whyNot() {
  if (`${process.platform} ${process.arch}` !== "linux x64")
    return "The build knows the wheel of Linux on x86-64 only.";
  const lacks = Object.entries({ "pip of Python 3": ["python3", "-m", "pip"], "g++": ["g++"] }).filter(
    ([, [command, ...words]]) => spawnSync(command, [...words, "--version"], { stdio: "ignore" }).status !== 0,
  );
  return lacks.length === 0 ? null : `It needs ${lacks.map(([name]) => name).join(" and ")}.`;
}

/** Builds in the cache, unless the same was built there before. Throws when a step fails. */
export function buildNamed() {
  const recipe = JSON.stringify({ tensorflow, project, compiler });
  const built = join(cache, "built.json");
  if (existsSync(built) && readFileSync(built, "utf8") === recipe) return;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, "package.json"), JSON.stringify(project, null, 2));
  step("Installing the npm packages", "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);

  const wheel = join(cache, "wheel");
  const wanted = ["--no-deps", "--no-cache-dir", "--only-binary=:all:", "--python-version", "3.11"];
  step(`Downloading TensorFlow ${tensorflow}`, "python3", [
    ...["-m", "pip", "download", "--quiet", ...wanted, "--dest", wheel, `tensorflow-cpu==${tensorflow}`],
  ]);
  const [file] = readdirSync(wheel);
  step("Unpacking it", "python3", ["-c", unpack, join(wheel, file), wheel, libraries.join(" "), headers.join(" ")]);

  const binding = join(cache, "node_modules", "@tensorflow", "tfjs-node");
  for (const folder of ["deps/lib", "lib/napi-v8"]) mkdirSync(join(binding, folder), { recursive: true });
  for (const name of libraries) renameSync(join(wheel, "tensorflow", name), join(binding, "deps/lib", name));
  step("Compiling the binding", "g++", [
    ...compiler,
    ...[join(cache, "node_modules/node-api-headers/include"), join(wheel, "tensorflow/include")].map((at) => `-I${at}`),
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(binding, "binding", name)),
    ...[`-L${join(binding, "deps/lib")}`, ...libraries.map((name) => `-l:${name}`)],
    ...["-o", join(binding, "lib/napi-v8/tfjs_binding.node")],
  ]);
  rmSync(wheel, { recursive: true });
  writeFileSync(built, recipe);
}

function step(what, command, words) {
  process.stdout.write(`${what}\n`);
  const { status, error } = spawnSync(command, words, { cwd: cache, stdio: "inherit", timeout: longestStep });
  if (status !== 0) throw new Error(`${what} failed: ${error?.message ?? `exit code ${status}`}.`);
}
