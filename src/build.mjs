// Builds dist/. In each folder with an AssemblyScript kernel, schema.ts becomes classes and constants for the kernel,
// and the kernel becomes base64 in a generated module; then tsc compiles everything.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

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
const { rolldown } = await import("rolldown");
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const head = "// Made by src/build.mjs; not in git.\n";

/** Folders with a `kernel/index.ts`, and the files that declare what crosses into those kernels. */
const folders = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /(^|[\\/])kernel[\\/]index\.ts$/u.test(name))
  .map((name) => join(source, dirname(dirname(name))));
const schemas = folders.map((folder) => join(folder, "schema.ts")).filter((file) => existsSync(file));

rmSync(join(root, "dist"), { recursive: true, force: true });
compileTypeScript(
  ...["--ignoreConfig", "--rootDir", source, "--outDir", join(root, "dist")],
  ...["--target", "ES2023", "--module", "NodeNext", "--rewriteRelativeImportExtensions"],
  ...schemas,
);
for (const schema of schemas) await writeAssemblyScript(schema);
for (const folder of folders) await compileKernel(folder);
await writeExportRuntime();
compileTypeScript("-p", root);
chmodSync(join(root, "dist/cli.js"), 0o755);
writeFileSync(stamp, "");

function compileTypeScript(...options) {
  execFileSync(process.execPath, [compiler, ...options], { stdio: "inherit" });
}

/** Gives a kernel the exports of its `schema.ts`: a record becomes a class with its size, a number a constant. */
async function writeAssemblyScript(schema) {
  const compiled = join(root, "dist", relative(source, schema)).replace(/\.ts$/u, ".js");
  const exports = Object.entries(await import(pathToFileURL(compiled)));
  const texts = exports.map(([name, value]) => {
    if (typeof value === "number") return `export const ${name}: usize = ${value};\n`;
    const fields = Object.entries(value.fields).map(([field, type]) => `  ${field}: ${type};\n`);
    const type = `@unmanaged\nexport class ${name} {\n${fields.join("")}}\n`;
    return `${type}export const bytesOf${name}: usize = ${value.bytes};\n`;
  });
  writeFileSync(join(dirname(schema), "kernel/schema.generated.ts"), head + texts.join("\n"));
}

/** Writes the compiled kernel of a folder to `kernel.generated.ts` there. */
async function compileKernel(folder) {
  let binary;
  const messages = [];
  const { error } = await asc.main(
    [
      join(folder, "kernel/index.ts"),
      "--outFile",
      "kernel.wasm",
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      // No --memoryBase: statics start at 1024 anyway, and only without it constants are folded into the offsets of
      // loads.
      "--importMemory",
    ],
    {
      readFile: (name) => (existsSync(name) ? readFileSync(name, "utf8") : null),
      writeFile: (_, bytes) => (binary = bytes),
      stderr: { write: (text) => messages.push(text) },
    },
  );
  if (error) throw new Error(`The kernel of ${folder} does not compile.\n${messages.join("")}`, { cause: error });
  const base64 = Buffer.from(binary).toString("base64");
  writeFileSync(join(folder, "kernel.generated.ts"), `${head}export const kernelBase64: string =\n  "${base64}";\n`);
}

/**
 * Writes what exported models run on as texts: the code of `predict/exported.ts` with all that it imports as one piece
 * of JavaScript, and the files of `export/runtime` as they are.
 */
async function writeExportRuntime() {
  const bundle = await rolldown({ input: join(source, "predict/exported.ts"), platform: "neutral" });
  const { output } = await bundle.generate({ format: "iife", name: "occamTab" });
  const runtime = { javascript: output[0].code };
  for (const file of readdirSync(join(source, "export/runtime"))) {
    const name = {
      "model.py": "python",
      "cells.c": "cCells",
      "network.c": "cNetwork",
      "trees.c": "cTrees",
      "decide.c": "cDecide",
      "check.c": "cCheck",
      "page.js": "pageScript",
      "page.css": "pageStyle",
    }[file];
    runtime[name] = readFileSync(join(source, "export/runtime", file), "utf8");
  }
  const lines = Object.entries(runtime).map(
    ([name, text]) => `export const ${name}: string = ${JSON.stringify(text)};\n`,
  );
  writeFileSync(join(source, "export/runtime.generated.ts"), head + lines.join(""));
}
