import { count, percent, plural } from "../../report/number.ts";
import { type Line, styled } from "../terminal/screen.ts";
import { textTable, wrap } from "../terminal/terminal.ts";

/** A model, or one of a portfolio. */
export type PartDescription = {
  readonly share: number;
  readonly parameters: number;
} & (NetworksDescription | TreesDescription);

export interface NetworksDescription {
  readonly kind: "networks";
  readonly operationsPerRow: number;
  readonly prunability: { readonly share: number; readonly rows: number } | null; // null: the file does not say
  readonly networks: readonly { readonly layers: readonly string[]; readonly weights: number }[];
  readonly columns: readonly {
    readonly name: string;
    readonly inputs: readonly string[]; // that some network still reads
    readonly of: number; // inputs that were made of the column
  }[];
}

export interface TreesDescription {
  readonly kind: "trees";
  readonly trees: number;
  readonly nodes: number;
  readonly leaves: number;
  readonly deepest: number;
  readonly columns: readonly { readonly name: string; readonly splits: number }[];
}

/** What a model consists of, for a terminal. */
export function partLines(part: PartDescription, width: number): readonly Line[] {
  return part.kind === "networks" ? networkLines(part, width) : treeLines(part, width);
}

function prunabilityWords({ share, rows }: NonNullable<NetworksDescription["prunability"]>): string {
  return (
    `Prunability ${percent(share, 0)}: with this share of its weights, the largest, the loss of ` +
    `${plural(rows, "training row")} stays within a tenth.`
  );
}

function networkLines(part: NetworksDescription, width: number): readonly Line[] {
  const { networks, columns, operationsPerRow, prunability } = part;
  const alive = columns.filter(({ inputs }) => inputs.length > 0);
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
  return [
    `${count(operationsPerRow)} multiply-adds a row.`,
    ...(prunability === null ? [] : wrap(prunabilityWords(prunability), width, 2)),
    "",
    styled("networks: layers that are left (units in → out, weights kept)", "dim"),
    ...networks.map(({ layers }) => `  ${layers.join("; ")}`),
    "",
    styled(head, "dim"),
    ...lines,
    ...unreadLines(
      columns.filter(({ inputs }) => inputs.length === 0).map(({ name }) => name),
      width,
    ),
  ];
}

function treeLines({ trees, nodes, leaves, deepest, columns }: TreesDescription, width: number): readonly Line[] {
  const alive = columns.filter(({ splits }) => splits > 0).sort((a, b) => b.splits - a.splits);
  const [head = "", ...lines] = textTable(
    [
      { title: "column", align: "left" },
      { title: "splits", align: "right" },
    ],
    alive.map(({ name, splits }) => [name, count(splits)]),
    width,
  );
  const counts = `${plural(nodes, "node")}, ${plural(leaves, "leaf", "leaves")}`;
  return [
    `${plural(trees, "tree")}: ${counts}, at most ${plural(deepest, "split")} deep.`,
    ...(alive.length === 0 ? [] : ["", styled(head, "dim"), ...lines]),
    ...unreadLines(
      columns.filter(({ splits }) => splits === 0).map(({ name }) => name),
      width,
    ),
  ];
}

function unreadLines(names: readonly string[], width: number): readonly Line[] {
  return names.length === 0 ? [] : ["", ...wrap(`Not read: ${names.join(", ")}.`, width, 2)];
}
