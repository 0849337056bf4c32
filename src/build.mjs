// Builds dist/: each AssemblyScript kernel becomes base64 in a generated module, then tsc compiles everything.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(fileURLToPath(import.meta.url));
const root = dirname(source);

// Nothing to do where dist/ is complete and newer than all it is made from: npx and npm test ask for a build as well.
const stamp = join(root, "dist/complete");
if (existsSync(stamp)) {
  const sources = readdirSync(source, { recursive: true, encoding: "utf8" }).map((name) => `src/${name}`);
  const files = [...sources, "package.json", "package-lock.json", "tsconfig.json"];
  const newest = Math.max(...files.map((name) => statSync(join(root, name)).mtimeMs));
  if (statSync(stamp).mtimeMs > newest) process.exit(0);
}

const { default: asc } = await import("assemblyscript/asc");

/** A kernel folder's `kernel/index.ts` is compiled to `kernel.generated.ts` beside the folder. */
const kernels = ["engine/sparse", "forest"].filter((stage) => existsSync(join(source, stage, "kernel/index.ts")));

for (const stage of kernels) {
  const entry = join(source, stage, "kernel/index.ts");
  let binary;
  let messages = "";
  const { error } = await asc.main(
    [
      entry,
      "--outFile",
      "kernel.wasm",
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      // No --memoryBase: statics start at 1024 anyway, and only without it constants are folded into the offsets of loads.
      "--importMemory",
    ],
    {
      readFile: (name) => (existsSync(name) ? readFileSync(name, "utf8") : null),
      writeFile: (_, bytes) => (binary = bytes),
    },
  );
  if (error) throw new Error(`${stage}: ${messages}`, { cause: error });
  const text = `// Made by src/build.mjs from kernel/; not in git.\nexport const kernelBase64: string =\n  "${Buffer.from(binary).toString("base64")}";\n`;
  writeFileSync(join(source, stage, "kernel.generated.ts"), text);
}

rmSync(join(root, "dist"), { recursive: true, force: true });
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
execFileSync(process.execPath, [compiler, "-p", root], { stdio: "inherit" });
chmodSync(join(root, "dist/cli.js"), 0o755);
writeFileSync(stamp, "");
