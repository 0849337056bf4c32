import { UserError } from "../../base/errors.ts";
import { readInputs } from "../../network/inputs.ts";
import { operationsPerRow, parameterCount, weightCount } from "../../network/size.ts";
import { isoDay } from "../../base/day.ts";
import { partsOf } from "../../export/features.ts";
import type { ModelArtifact, ModelHead, NetworksPart, TreesPart } from "../../model/artifact.ts";
import { inputNames, inputSources, shortEdge } from "../../prepare/names.ts";
import { amount, bytes, count, percent, plural } from "../../report/number.ts";
import { treeSize } from "../../trees/size.ts";
import type { Call } from "../command-line/command.ts";
import { readModelText } from "../files/model-file.ts";
import { wrap } from "../terminal/terminal.ts";
import { type NetworksDescription, type PartDescription, partLines, type TreesDescription } from "./part.ts";
import { type Line, outputScreen, styled } from "../terminal/screen.ts";

/** What a model contains, as plain values. */
interface Description {
  readonly schema: "occam-tab/inspected-model@1";
  readonly target: string;
  readonly task: ModelArtifact["task"];
  readonly bytes: number;
  readonly parameters: number;
  readonly parts: readonly PartDescription[]; // one, but for a portfolio
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
  const { target, task, origin } = model;
  const shares = model.kind === "portfolio" ? model.parts.map(({ share }) => share) : [1];
  const parts = partsOf(model).map((part, i): PartDescription => {
    const described = part.kind === "networks" ? describeNetworks(part, model) : describeTrees(part, model);
    return { share: shares[i]!, ...described };
  });
  const parameters = parts.reduce((sum, part) => sum + part.parameters, 0);
  return { schema: "occam-tab/inspected-model@1", target, task, bytes: size, parameters, parts, origin };
}

type Described<T> = T & { readonly parameters: number };

function describeTrees({ task, ensemble }: TreesPart, model: ModelHead): Described<TreesDescription> {
  const { splits, ...size } = treeSize(ensemble, task);
  const columns = model.columns.map(({ name }) => {
    const own = [...splits].filter(([column]) => isPartOf(column, name));
    return { name, splits: own.reduce((sum, [, count]) => sum + count, 0) };
  });
  return { kind: "trees", ...size, columns };
}

function describeNetworks(part: NetworksPart, model: ModelHead): Described<NetworksDescription> {
  const { task, networks, encoder } = part;
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
    kind: "networks",
    parameters: parameterCount(networks) + temperatures,
    operationsPerRow: operationsPerRow(networks),
    prunability: part.prunability ?? null,
    networks: networks.map((network) => ({
      weights: weightCount(network),
      layers: network.layers
        .filter((layer) => layer.outputs > 0)
        .map(
          (layer) =>
            `${layer.inputs} → ${layer.outputs}, ` +
            `${count(layer.weight.length)} of ${count(layer.inputs * layer.outputs)}`,
        ),
    })),
    columns,
  };
}

/** Encoded columns that count days since 1970: those of dates, unless a column of the table has that name itself. */
function dayColumns({ columns }: ModelHead): ReadonlySet<string> {
  const names = new Set(columns.map(({ name }) => name));
  const days = columns.flatMap(({ name, kind }) => (kind === "date" ? [`${name} (days)`] : []));
  return new Set(days.filter((name) => !names.has(name)));
}

/** Whether an encoded column is this one, or a part of this date: "sold (month)". */
function isPartOf(encoded: string, name: string): boolean {
  return (
    encoded === name ||
    (/^ \((?:days|month|day of month|day of year|weekday|hour)\)/u.test(encoded.slice(name.length)) &&
      encoded.startsWith(name))
  );
}

/** What a fit did with columns that are no inputs. */
function recipeLines({ weight, group }: NonNullable<ModelArtifact["origin"]["recipe"]> = {}, width: number) {
  const said = [
    ...(weight === undefined ? [] : [`Rows counted by "${weight}".`]),
    ...(group === undefined ? [] : [`Rows of one "${group}" were kept together.`]),
  ];
  return said.length === 0 ? [] : wrap(said.join(" "), width, 2);
}

function asLines(model: Description, width: number): readonly Line[] {
  const { task, origin } = model;
  const what = task.kind === "classification" ? plural(task.classes.length, "class", "classes") : "a number";
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
    ...recipeLines(origin.recipe, width),
    `${plural(model.parameters, "parameter")}, ${bytes(model.bytes)}.`,
    ...model.parts.flatMap((part, i) => [
      "",
      ...(model.parts.length === 1 ? [] : [styled(`Part ${i + 1}, with a share of ${percent(part.share)}:`, "bold")]),
      ...partLines(part, width),
    ]),
    "",
    styled("scores of the same recipe, out of fold: mean ± standard deviation", "dim"),
    ...scores,
  ];
}
