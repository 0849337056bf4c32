import { UserError } from "../../base/errors.ts";
import { readInputs } from "../../network/inputs.ts";
import { operationsPerRow, parameterCount, weightCount } from "../../network/size.ts";
import { isoDay } from "../../evaluate/dependence.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { inputNames, inputSources, shortEdge } from "../../prepare/names.ts";
import { amount, bytes, count, plural } from "../../report/number.ts";
import type { Call } from "../command-line/command.ts";
import { readModelText } from "../files/model-file.ts";
import { textTable, wrap } from "../terminal/terminal.ts";
import { type Line, outputScreen, styled } from "../terminal/screen.ts";

/** What a model contains, as plain values. */
interface Description {
  readonly schema: "occam-tab/inspected-model@1";
  readonly target: string;
  readonly task: ModelArtifact["task"];
  readonly parameters: number;
  readonly bytes: number;
  readonly operationsPerRow: number;
  readonly networks: readonly { readonly layers: readonly string[]; readonly weights: number }[];
  readonly columns: readonly {
    readonly name: string;
    readonly inputs: readonly string[]; // that some network still reads
    readonly of: number; // inputs that were made of the column
  }[];
  readonly origin: ModelArtifact["origin"];
}

/** `occam-tab inspect model.json`: target, sizes, layers, surviving inputs and scores. */
export function inspectModel(text: string, file: string, { flags, world }: Call): number {
  if (flags.out !== null) {
    throw new UserError("--out writes a page about a table; there is none about a model.", {
      hint: "Leave it out; the fit's report.html shows the model.",
    });
  }
  const description = describeModel(readModelText(text, file), Buffer.byteLength(text));
  const screen = outputScreen(world);
  if (flags.json) screen.pass(`${JSON.stringify(description)}\n`);
  else screen.print(...asLines(description, screen.width));
  return 0;
}

function describeModel(model: ModelArtifact, size: number): Description {
  const { target, task, networks, origin, encoder } = model;
  const days = dayColumns(model);
  const names = inputNames(encoder, task.kind === "classification" ? task.classes : [], (column, edge) =>
    days.has(column) ? isoDay(edge) : shortEdge(edge),
  );
  const sources = inputSources(encoder);
  const read = networks.map(readInputs);
  const columns = model.columns.map(({ name }) => {
    const own = sources.flatMap(({ column }, input) => (isPartOf(column, name) ? [input] : []));
    const kept = own.filter((input) => read.some((bytes) => bytes[input] === 1));
    return { name, inputs: kept.map((input) => names[input]!), of: own.length };
  });
  const temperatures = task.kind === "classification" ? 1 : 0;
  return {
    schema: "occam-tab/inspected-model@1",
    target,
    task,
    parameters: parameterCount(networks) + temperatures,
    bytes: size,
    operationsPerRow: operationsPerRow(networks),
    networks: networks.map((network) => ({
      weights: weightCount(network),
      layers: network.layers
        .filter((layer) => layer.outputs > 0)
        .map(
          (layer) =>
            `${layer.inputs} → ${layer.outputs}, ${count(layer.weight.length)} of ` +
            `${count(layer.inputs * layer.outputs)}`,
        ),
    })),
    columns,
    origin,
  };
}

/** Encoded columns that count days since 1970: those of dates, unless a column of the table has that name itself. */
function dayColumns({ columns }: ModelArtifact): ReadonlySet<string> {
  const names = new Set(columns.map(({ name }) => name));
  const days = columns.flatMap(({ name, kind }) => (kind === "date" ? [`${name} (days)`] : []));
  return new Set(days.filter((name) => !names.has(name)));
}

/** Whether an encoded column is this one, or a part of this date: "sold (month)". */
function isPartOf(encoded: string, name: string): boolean {
  return (
    encoded === name ||
    (/^ \((?:days|month|weekday|hour)\)/u.test(encoded.slice(name.length)) && encoded.startsWith(name))
  );
}

function asLines(model: Description, width: number): readonly Line[] {
  const { task, origin } = model;
  const what = task.kind === "classification" ? plural(task.classes.length, "class", "classes") : "a number";
  const alive = model.columns.filter((column) => column.inputs.length > 0);
  const gone = model.columns.filter((column) => column.inputs.length === 0).map((column) => column.name);
  const [head = "", ...lines] = textTable(
    [
      { title: "column", align: "left" },
      { title: "inputs", align: "right" },
      { title: "of", align: "right" },
      { title: "which", align: "left" },
    ],
    alive.map(({ name, inputs, of }) => [name, String(inputs.length), String(of), inputs.join(", ")]),
    width,
  );
  const scores = origin.scores.map(
    ({ metric, mean, deviation }) => `  ${metric.padEnd(18)}${amount(mean)} ± ${amount(deviation)}`,
  );
  return [
    ...wrap(
      `Predicts ${model.target}: ${what}. Trained on ${plural(origin.rows, "row")} of ${origin.data} with seed ` +
        `${origin.seed} by occam-tab ${origin.version}.`,
      width,
      2,
    ),
    `${count(model.parameters)} parameters, ${bytes(model.bytes)}, ${count(model.operationsPerRow)} multiply-adds ` +
      "a row.",
    "",
    styled("networks: layers that are left (units in → out, weights kept)", "dim"),
    ...model.networks.map(({ layers }) => `  ${layers.join("; ")}`),
    "",
    styled(head, "dim"),
    ...lines,
    ...(gone.length === 0 ? [] : ["", ...wrap(`Not read: ${gone.join(", ")}.`, width, 2)]),
    "",
    styled("scores of the same recipe, out of fold: mean ± standard deviation", "dim"),
    ...scores,
  ];
}
