import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exportsOf, type Import, importsOf, root, textsOf } from "./support/source.ts";

const tests = join(root, "test");
const source = textsOf(join(root, "src"));
const ofBuild = [...textsOf(tests)]
  .filter(([name]) => name.endsWith(".mjs"))
  .flatMap(([name, text]) => importsOf(tests, name, text))
  .filter(({ target }) => target.startsWith("../dist/"));

/** The file that a file of the build is made from. */
const sourceOf = ({ target }: Import): string => target.replace("../dist/", "").replace(/\.js$/u, ".ts");

function namesOf(text: string): ReadonlySet<string> {
  const passedOn = [...text.matchAll(/^export \{([^}]*)\} from/gmu)].flatMap((match) => match[1]!.split(","));
  return new Set([...exportsOf(text).map(({ name }) => name), ...passedOn.map((name) => name.trim())]);
}

it("lets scripts, which no compiler reads, import only what the build has", () => {
  expect(ofBuild.length).toBeGreaterThan(50);
  const breaches = ofBuild.flatMap((each) => {
    const file = sourceOf(each);
    const text = source.get(file);
    if (text === undefined) return existsSync(join(root, "src", file)) ? [] : [`${each.from}: ${file}`];
    const known = namesOf(text);
    return (each.names ?? []).filter((name) => !known.has(name)).map((name) => `${each.from}: ${name} of ${file}`);
  });
  expect(breaches).toEqual([]);
});
