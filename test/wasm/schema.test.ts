import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, RecordSchema } from "../../src/wasm/schema.ts";

const source = fileURLToPath(new URL("../../src", import.meta.url));
const schemas = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /kernel[\\/]schema\.generated\.ts$/u.test(name))
  .map((name) => dirname(dirname(name)));

describe("a schema of what crosses into WebAssembly", () => {
  it("is declared for the sparse engine and the forest", () => {
    expect(schemas.map((folder) => folder.replaceAll("\\", "/"))).toEqual(
      expect.arrayContaining(["engine/sparse", "forest"]),
    );
  });

  it.each(schemas)(
    "puts the records of %s where the kernel's compiler reads them, and the numbers are the same",
    async (folder) => {
      const declared = (await import(pathToFileURL(join(source, folder, "schema.ts")).href)) as Record<string, unknown>;
      const kernel = await compiled(join(source, folder, "kernel/schema.generated.ts"), questionsOf(declared));
      const answers = Object.entries(declared).map(([name, value]): [string, unknown] => {
        if (!(value instanceof RecordSchema)) return [name, kernel[name]!() >>> 0]; // WebAssembly returns it with a sign
        const offsets = Object.keys(value.fields).map((field) => [field, kernel[`${name}_${field}`]!()]);
        return [name, { bytes: kernel[`bytesOf${name}`]!(), offsets: Object.fromEntries(offsets) as unknown }];
      });
      expect(declared).toMatchObject(Object.fromEntries(answers));
    },
  );

  it("reads back what it wrote, and touches nothing else", () => {
    const types = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/u), fc.constantFrom("u32", "f32", "f64"), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(types, fc.nat({ max: 9 }), fc.infiniteStream(fc.nat({ max: 2 ** 24 })), (fields, place, numbers) => {
        const schema = record(fields);
        const buffer = new ArrayBuffer(8 * place + schema.bytes + 8);
        const bytes = new Uint8Array(buffer).fill(7);
        const values = Object.fromEntries(Object.keys(fields).map((name) => [name, numbers.next().value!]));
        schema.write(buffer, 8 * place, values);
        expect(schema.read(buffer, 8 * place)).toEqual(values);
        expect([...bytes.subarray(0, 8 * place), ...bytes.subarray(8 * place + schema.bytes)]).not.toContain(0);
      }),
    );
  });
});

/** AssemblyScript functions that tell what the compiler makes of the exports of a schema. */
function questionsOf(declared: Record<string, unknown>): string {
  return Object.entries(declared)
    .flatMap(([name, value]) => {
      if (!(value instanceof RecordSchema)) return [`export function ${name}(): usize { return schema.${name}; }`];
      const fields = Object.keys(value.fields).map(
        (field) => `export function ${name}_${field}(): usize { return offsetof<schema.${name}>("${field}"); }`,
      );
      return [...fields, `export function bytesOf${name}(): usize { return schema.bytesOf${name}; }`];
    })
    .join("\n");
}

/** The exports of a kernel that asks the schema of another one. */
async function compiled(schema: string, questions: string): Promise<Record<string, () => number>> {
  let binary = new Uint8Array();
  const entry = join(dirname(schema), "questions.ts");
  const text = `import * as schema from "./schema.generated";\n${questions}\n`;
  const { error } = await asc.main([entry, "--outFile", "kernel.wasm", "--runtime", "stub", "--importMemory"], {
    readFile: (name) => (name.endsWith("questions.ts") ? text : existsSync(name) ? readFileSync(name, "utf8") : null),
    writeFile: (_, contents) => {
      if (typeof contents !== "string") binary = Uint8Array.from(contents);
    },
    listFiles: () => null,
    stderr: process.stderr,
  });
  if (error) throw error;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  return exports as Record<string, () => number>;
}
