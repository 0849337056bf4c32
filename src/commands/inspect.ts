import type { ColumnSummary, Results } from "../evaluate/results/results.ts";
import { dataPart } from "../run/data-part.ts";
import { type Plan, planRun } from "../run/plan.ts";
import type { FitRequest } from "../run/request.ts";
import { renderInspection } from "../report/inspection.ts";
import { plural } from "../report/number.ts";
import type { Call, Command } from "./command-line/command.ts";
import { beginningOf, readSource } from "./files/read.ts";
import { claim, writeWhole } from "./files/write.ts";
import { readFolds } from "./files/folds.ts";
import { inspectModel } from "./inspect/model.ts";
import { findingLine } from "./terminal/progress.ts";
import { parseSource, readTableFile } from "./files/reading.ts";
import { makeRequest } from "./flags/request.ts";
import { textTable, wrap } from "./terminal/terminal.ts";
import { version } from "./machine/version.ts";
import type { FlagValues } from "./flags/index.ts";
import { type Line, outputScreen, styled } from "./terminal/screen.ts";

/**
 * `occam-tab inspect data.csv`: show what a fit would see, before it. `occam-tab inspect model.json`: what a model is.
 */
export const inspectCommand: Command = {
  name: "inspect",
  summary: "show how a table is read, or what a model contains",
  words: [{ name: "FILE", help: "a table, or the model.json that a fit wrote; - is standard input" }],
  details: [
    "For a table: every column with its type and the reason for it, missing cells and levels, the findings of the " +
      "data checks, the target, and how the rows would be dealt to folds. --out writes the same as an HTML page.",
    "For a model: its target, the columns it reads, layers, sizes and scores.",
  ],
  examples: [
    { line: "occam-tab inspect homes.csv --target price", says: "show what a fit would see" },
    { line: "occam-tab inspect homes.csv --out homes.html", says: "write the same as a page" },
    { line: "occam-tab inspect reports/homes/model.json", says: "show what the model reads" },
  ],
  run: runInspect,
};

type Part = Pick<Results, "data" | "split">;

async function runInspect(call: Call): Promise<number> {
  const { words, flags, world } = call;
  const [path = ""] = words;
  if (flags.out !== null) await claim(flags.out, flags.force);
  const input = path === "-" && flags.query === null ? await readSource(path, world) : null;
  if (isModel(input?.bytes ?? (await beginningOf(path)))) {
    const { bytes } = input ?? (await readSource(path, world));
    return inspectModel(new TextDecoder().decode(bytes), path, call);
  }
  const reading = await (input === null ? readTableFile(path, flags, world) : parseSource(input, flags));
  const folds = await readFolds(flags.folds, reading.table.rowCount);
  const request = makeRequest(reading, { ...flags, folds }, { command: call.again, time: world.now().toISOString() });
  const part = dataPart(request, planOrShow(request, call), 0);
  if (flags.out !== null) await writeWhole(flags.out, renderInspection({ ...part, findings: [], version }));
  const screen = outputScreen(world);
  if (flags.json) screen.pass(`${JSON.stringify(part)}\n`);
  else screen.print(...describe(part, request, { flags, width: screen.width }));
  return 0;
}

/** The plan of a fit. Where no fit is possible, what was read is shown before the reason is thrown. */
function planOrShow(request: FitRequest, { world, flags }: Call): Plan {
  try {
    return planRun(request);
  } catch (error) {
    if (!flags.json) {
      const columns = request.source.decisions.map((one) => ({ ...one, role: "", summary: one.reason }));
      const screen = outputScreen(world);
      screen.print(...columnTable(columns, screen.width));
    }
    throw error;
  }
}

/** A model file begins with its schema; no line of column names does. */
function isModel(bytes: Uint8Array): boolean {
  return /^\s*\{\s*"schema"\s*:\s*"occam-tab\//u.test(new TextDecoder().decode(bytes.subarray(0, 200)));
}

function describe(
  { data, split }: Part,
  request: FitRequest,
  { flags, width }: { readonly flags: FlagValues; readonly width: number },
): readonly Line[] {
  const [head = "", ...lines] = columnTable(data.columns, width);
  const target =
    data.classes.length > 0
      ? `${data.target}: ${data.task}, ${data.classes
          .slice(0, 6)
          .map(({ name, rows }) => `${name} (${rows})`)
          .join(", ")}${data.classes.length > 6 ? ", …" : ""}.`
      : `${data.target}: ${data.task}.`;
  const guessed = flags.target === null ? " The last column; --target names another." : "";
  return [
    styled(`${request.name}: ${plural(data.rows, "row")}, ${plural(data.columns.length, "column")}`, "bold"),
    ...wrap(`Target ${target}${guessed}`, width, 2),
    ...wrap(`Split: ${split.reason}`, width, 2),
    "",
    styled(head, "dim"),
    ...lines,
    "",
    ...wrap(typeReasons(data.columns), width, 2),
    "",
    ...data.findings.flatMap((finding) => {
      const styles = finding.severity === "warning" ? (["yellow"] as const) : [];
      return wrap(findingLine(finding), width, 2).map((line) => styled(line, ...styles));
    }),
    ...(data.findings.length === 0 ? ["No findings."] : []),
    ...(flags.out === null ? [] : [`Page  ${flags.out}`]),
  ];
}

type ColumnRow = Pick<ColumnSummary, "name" | "kind" | "missing" | "distinct" | "summary"> & {
  readonly role: string;
};

function columnTable(columns: readonly ColumnRow[], width: number): readonly string[] {
  return textTable(
    [
      { title: "column", align: "left", whole: true },
      { title: "type", align: "left" },
      { title: "role", align: "left" },
      { title: "missing", align: "right", spare: 1 },
      { title: "distinct", align: "right", spare: 2 },
      { title: "values", align: "left" },
    ],
    columns.map(({ name, kind, role, missing, distinct, summary }) => [
      name,
      kind,
      role,
      String(missing),
      String(distinct),
      summary,
    ]),
    width,
  );
}

const namesListed = 5;

/** Why columns have their types, columns of one reason together. */
function typeReasons(columns: readonly ColumnSummary[]): string {
  const reasons = new Map<string, string[]>();
  for (const { kind, reason, name } of columns) {
    const why = `${kind} because ${reason}`;
    reasons.set(why, [...(reasons.get(why) ?? []), name]);
  }
  const parts = [...reasons].map(([why, names]) => {
    const more = names.length > namesListed ? ` and ${names.length - namesListed} more` : "";
    return `${why}: ${names.slice(0, namesListed).join(", ")}${more}`;
  });
  return `Types: ${parts.join("; ")}. --types overrules them.`;
}
