import { UserError } from "../base/errors.ts";
import { builtInEngines, chooseEngine } from "../engine/choose.ts";
import type { Call, Command } from "./command-line/command.ts";
import { surveyBackends } from "./machine/survey.ts";
import { outputScreen } from "./terminal/screen.ts";

interface Row {
  readonly engine: string;
  readonly backend: string | null;
  readonly available: boolean;
  readonly says: string; // what computes, or what is missing and why
  readonly hint: string | null;
}

/** `occam-tab engines`: what can train a network on this machine, what cannot, and why. */
export const enginesCommand: Command = {
  name: "engines",
  summary: "list what can train networks on this machine, and what cannot",
  words: [],
  details: [
    "Starts every engine and every backend of TensorFlow.js in turn and computes a small product with it. Those " +
      "that do not start are listed with the reason and the way to get them.",
    "The packages of TensorFlow.js are optional: the sparse engine needs none of them and is the fastest for " +
      "tables on a CPU.",
  ],
  examples: [
    { line: "occam-tab engines", says: "list what this machine has" },
    { line: "occam-tab engines --json", says: "print the same list as JSON" },
  ],
  run: runEngines,
};

async function runEngines({ world, flags }: Call): Promise<number> {
  const backends = await surveyBackends();
  const rows: readonly Row[] = [
    ...builtInEngines.map(builtInRow),
    ...backends.map(({ name, device, problem, hint }) => ({
      engine: "tfjs",
      backend: name,
      available: problem === null,
      says: problem ?? device ?? "",
      hint,
    })),
  ];
  const screen = outputScreen(world);
  if (flags.json) screen.pass(`${JSON.stringify(rows)}\n`);
  else screen.print(...rows.flatMap(linesOf));
  return 0;
}

function builtInRow({ name: engine, what }: (typeof builtInEngines)[number]): Row {
  try {
    chooseEngine(engine);
    return { engine, backend: null, available: true, says: what, hint: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { engine, backend: null, available: false, says: error.message, hint: error.hint ?? null };
  }
}

function linesOf({ engine, backend, available, says, hint }: Row): readonly string[] {
  const name = backend === null ? engine : `${engine} ${backend}`;
  const line = `${available ? "yes" : "no "}  ${name.padEnd(20)}${says}`;
  return hint === null ? [line] : [line, `${" ".repeat(25)}${hint}`];
}
