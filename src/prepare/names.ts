import { type Encoder, type InputGroup, groupWidth } from "./input-group.ts";

/** The column behind an input and what kind of copy it is. */
export interface InputSource {
  readonly column: string;
  readonly kind: InputGroup["kind"];
}

/** The column (dates expanded) and the kind of each input, in order. */
export function inputSources(encoder: Encoder): readonly InputSource[] {
  return encoder.groups.flatMap((group) =>
    Array.from({ length: groupWidth(group) }, () => ({ column: group.column, kind: group.kind })),
  );
}

/**
 * A name for each input, in order: "age", "age ≤ 31.5", "age 31.5 … 40", "age > 40", "colour = red", "age missing".
 * `classes` name the target codes of a classification; `edgeText` writes an edge between two bins of a column.
 */
export function inputNames(
  encoder: Encoder,
  classes: readonly string[] = [],
  edgeText: EdgeText = (_, edge) => shortEdge(edge),
): readonly string[] {
  return encoder.groups.flatMap((group) => groupNames(group, classes, edgeText));
}

/** An edge in five digits. */
export function shortEdge(edge: number): string {
  return String(Number(edge.toPrecision(5)));
}

type EdgeText = (column: string, edge: number) => string;

function groupNames(group: InputGroup, classes: readonly string[], edgeText: EdgeText): readonly string[] {
  const { column } = group;
  switch (group.kind) {
    case "scaled":
      return [column];
    case "log":
    case "rank":
      return [`${column} (${group.kind})`];
    case "bins":
      return binNames(
        column,
        Array.from(group.edges, (edge) => edgeText(column, edge)),
      );
    case "missing":
      return [`${column} missing`];
    case "pair":
      return [`${column} = ${group.levels[1]}`];
    case "levels":
      return group.levels.map((level) => `${column} = ${level}`);
    case "many-levels":
      return [`${column} frequency`, ...group.codes.map((code) => `${column} → ${codeName(code.class, classes)}`)];
  }
}

function codeName(classNumber: number | null, classes: readonly string[]): string {
  return classNumber === null ? "target" : (classes[classNumber] ?? `class ${classNumber + 1}`);
}

function binNames(column: string, edges: readonly string[]): readonly string[] {
  return edges.slice(1).map((_, bin) => {
    if (bin === 0) return `${column} ≤ ${edges[1]}`;
    if (bin === edges.length - 2) return `${column} > ${edges[bin]}`;
    return `${column} ${edges[bin]} … ${edges[bin + 1]}`;
  });
}
