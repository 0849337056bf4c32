import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { UserError } from "../base/errors.ts";
import type { Results } from "../evaluate/results/results.ts";
import { renderReport } from "../report/report.ts";
import type { Call, Command } from "./command-line/command.ts";
import { claim, writeWhole } from "./files/write.ts";
import { readResults } from "./files/results-file.ts";
import { outputScreen } from "./terminal/screen.ts";

/** `occam-tab report results.json`: the page again, byte for byte, from the results alone. */
export const reportCommand: Command = {
  name: "report",
  summary: "rebuild the HTML report from its results",
  words: [{ name: "RESULTS", help: "the results.json that a fit wrote" }],
  details: [
    "The report shows only what is in results.json, so the page is the same as the one that the fit wrote, byte for " +
      "byte.",
  ],
  examples: [
    {
      line: "occam-tab report reports/data/results.json --force --open",
      says: "write it again and open it",
    },
  ],
  run: runReport,
};

async function runReport({ words: [file = ""], flags, world }: Call): Promise<number> {
  const target = flags.out ?? join(dirname(file), "report.html");
  const results = await readResults(file);
  await claim(target, flags.force);
  const page = render(results, file);
  await writeWhole(target, page);
  const screen = outputScreen(world);
  if (flags.json) screen.pass(`${JSON.stringify({ report: target, bytes: Buffer.byteLength(page) })}\n`);
  else screen.print(target);
  if (flags.open) openInBrowser(target);
  return 0;
}

/** A results file that was changed by hand may lack anything; an error of the page is then not our bug. */
function render(results: Results, file: string): string {
  try {
    return renderReport(results);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} lacks something that the report needs: ${reason}.`, {
      hint: "Use the file as the fit wrote it, or run the fit again.",
    });
  }
}

/** Starts the default program of the system and does not wait for it. */
function openInBrowser(file: string): void {
  const [program, ...before] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  const opener = spawn(program!, [...before, file], { stdio: "ignore", detached: true });
  opener.on("error", () => {}); // the path was printed: it can be opened by hand
  opener.unref();
}
