import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { formatModel } from "../../src/model/artifact.ts";
import { exampleModel } from "../model/models.ts";
import { emptyFolder, everything } from "../support/cli.ts";
import { say } from "../support/world.ts";

it("an exported module runs in a project of CommonJS, with the types that belong to its name", async () => {
  const folder = await emptyFolder();
  writeFileSync(join(folder, "package.json"), '{"type": "commonjs"}');
  writeFileSync(join(folder, "saved.json"), formatModel(exampleModel(1)));
  const typed = ["export", join(folder, "saved.json"), "--to", "js", "--out", join(folder, "model.mjs")];
  expect(await say(typed)).toMatchObject({ code: 0 });
  expect(await everything(folder)).toEqual(["model.d.mts", "model.mjs", "package.json", "saved.json"]);
  expect(readFileSync(join(folder, "model.d.mts"), "utf8")).toContain("export function predict(");
  writeFileSync(join(folder, "use.cjs"), 'import("./model.mjs").then(({ check }) => console.log(check() < 1e-6));');
  expect(execFileSync(process.execPath, ["use.cjs"], { cwd: folder, encoding: "utf8" })).toBe("true\n");
});
