import { UserError } from "../base/errors.ts";
import type { ExportedFile } from "../export/request.ts";
import { exportTargets } from "../export/targets.ts";
import { exportRequest } from "../predict/export-request.ts";
import type { Call, Command } from "./command-line/command.ts";
import { modelWord } from "./command-line/words.ts";
import { readText } from "./files/read.ts";
import { claim, writeWhole } from "./files/write.ts";
import { readModelText } from "./files/model-file.ts";
import { outputScreen } from "./terminal/screen.ts";

/** `occam-tab export model.json --to js`: the model as one file that needs no occam-tab. */
export const exportCommand: Command = {
  name: "export",
  summary: "write a model as one file that runs without occam-tab",
  words: [modelWord],
  details: [
    "The file takes raw columns and returns class probabilities or a number, as predict does. It contains " +
      "everything this needs: how texts are read, levels, bins, dates, missing values and unknown levels. It names " +
      "the target, the version and the training table, and holds a few rows with their results to test itself.",
    "Every form holds networks and linear models; js, page, c and onnx hold forests and boosted trees too, and js " +
      "and page several models together.",
    "Files that belong to it, such as types or a test query, are written beside --out under the same name.",
    ...exportTargets.map(({ id, details }) => `--to ${id}: ${details}`),
  ],
  examples: [
    { line: "occam-tab export model.json --to js --out model.mjs", says: "a module for browsers and Node" },
    { line: "occam-tab export model.json --to sql --dialect duckdb --table homes", says: "print a query over homes" },
  ],
  run: runExport,
};

async function runExport({ words: [file = ""], flags, world }: Call): Promise<number> {
  const target = exportTargets.find(({ id }) => id === flags.to);
  if (target === undefined) {
    throw new UserError("--to is missing: it names the format.", {
      hint: `Use --to with one of ${exportTargets.map(({ id }) => id).join(", ")}.`,
    });
  }
  const model = readModelText(await readText(file), file);
  const files = target.export(exportRequest(model, { dialect: flags.dialect, table: flags.table, id: flags.id }));
  const screen = outputScreen(world);
  if (flags.out === null) {
    const main = files.find(({ ending }) => ending === "")!;
    if (typeof main.content !== "string" && world.output.isTTY === true) {
      throw new UserError(`--to ${target.id} writes a binary file, which a terminal cannot show.`, {
        hint: `Write it to a file: --out model${target.ending}.`,
      });
    }
    if (typeof main.content === "string") screen.pass(main.content);
    else world.output.write(main.content);
    return 0;
  }
  const paths = files.map((each) => ({ path: pathOf(flags.out!, each), content: each.content }));
  for (const { path } of paths) await claim(path, flags.force);
  for (const { path, content } of paths) await writeWhole(path, content);
  if (flags.json) screen.pass(`${JSON.stringify({ files: paths.map(({ path }) => path) })}\n`);
  else screen.print(...paths.map(({ path }) => path));
  return 0;
}

/** The main file's own path; beside it, the same name with another ending, for types as TypeScript looks for them. */
function pathOf(out: string, { ending }: ExportedFile): string {
  if (ending === "") return out;
  const own = ending === ".d.ts" && /\.mjs$/iu.test(out) ? ".d.mts" : ending;
  return `${out.replace(/\.\w+$/u, "")}${own}`;
}
