import { UserError } from "../../base/errors.ts";
import type { ExportedFile, NetworkRequest, RawCell } from "../request.ts";
import { commented, headLines } from "../text.ts";
import { featureSql, inputSql, literal } from "./cells.ts";
import { decisionSql } from "./decision.ts";
import { columnName, type Dialect, dialects } from "./dialects.ts";
import { layerSteps, meanSteps, type Step } from "./network.ts";

/**
 * One SELECT over a table of the raw columns, and beside it one that returns the largest difference in the examples.
 */
export function exportSql(request: NetworkRequest): readonly ExportedFile[] {
  const dialect = dialects.find(({ id }) => id === request.dialect) ?? dialects[0];
  return [
    { ending: "", content: query(request, dialect) },
    { ending: ".check.sql", content: checkQuery(request, dialect) },
  ];
}

/** Position of each column that some input reads, and its name. */
function readColumns({ graph }: NetworkRequest): readonly { readonly name: string; readonly position: number }[] {
  const positions = [...new Set(graph.features.map((feature) => feature.column))].sort((a, b) => a - b);
  return positions.map((position) => ({ name: graph.columns[position]!.name, position }));
}

function query(request: NetworkRequest, dialect: Dialect): string {
  const columns = readColumns(request);
  const names = new Map(columns.map((each) => [each.position, columnName(each.name, dialect)]));
  const source = columns.map(({ position }) => `${names.get(position)} AS c${position + 1}`);
  const kept = columns.map(({ position }) => `c${position + 1}`);
  const id = request.id === null ? [] : [`${columnName(request.id, dialect)} AS id`];
  const from = request.table
    .split(".")
    .map((part) => columnName(part, dialect))
    .join(".");
  const carried = [...(id.length > 0 ? ["id"] : []), ...kept];
  const predicting: readonly Step[] = [
    { name: "source", columns: [...id, ...source], from },
    ...stepsOf(request, dialect, carried),
  ];
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const final = (name: string): string => (taken.has(name) ? `${name}_of_model` : name);
  const classes = request.graph.task.kind === "regression" ? [] : request.graph.task.classes;
  const told = classes.map((_, k) => `  p${k + 1} AS ${final(`probability_${k + 1}`)}`);
  const { decision } = request.graph;
  const last = { kept: carried, from: predicting.at(-1)!.name, dialect };
  const decided = decision === null || classes.length === 0 ? null : decisionSql(decision, classes, last);
  const steps = [...predicting, ...(decided?.steps ?? [])];
  const lines = [
    ...(request.id === null ? [] : [`  id AS ${columnName(request.id, dialect)}`]),
    ...columns
      .filter(({ name }) => name !== request.id)
      .map(({ position }) => `  c${position + 1} AS ${names.get(position)}`),
    `  ${predictionSql(classes, dialect)} AS ${final("prediction")}`,
    ...told,
    ...(decided === null ? [] : [`  ${decided.decided} AS ${final("decision")}`]),
  ];
  const comments = classes.map((name, k) => `-- ${final(`probability_${k + 1}`)} is of ${commented(name)}.`);
  const head = [...headLines(request).map((line) => `-- ${line}`), ...comments];
  const select = `SELECT\n${lines.join(",\n")}\nFROM ${steps.at(-1)!.name};\n`;
  return [...head, withSteps(steps, dialect), select].join("\n");
}

function predictionSql(classes: readonly string[], dialect: Dialect): string {
  if (classes.length === 0) return "p1";
  const whens = classes.map((name, k) => `WHEN p${k + 1} = best THEN ${dialect.string(name)}`);
  return `CASE ${whens.join(" ")} END`;
}

/** From the raw columns of "source" to p1, p2, … and `best`, the largest of them; `kept` columns come along. */
function stepsOf(request: NetworkRequest, dialect: Dialect, kept: readonly string[]): readonly Step[] {
  const { graph } = request;
  const features = graph.features.map((feature, i) => {
    return (
      `${featureSql(feature, `c${feature.column + 1}`, { missing: request.missing[feature.column]!, dialect })} AS ` +
      `f${i + 1}`
    );
  });
  const inputs = graph.inputs.map((input, i) => `${inputSql(input, `f${input.feature + 1}`, dialect)} AS v${i}`);
  const steps = [
    { name: "features", columns: [...kept, ...features], from: "source" },
    { name: "inputs", columns: [...kept, ...inputs], from: "features" },
    ...layerSteps(graph, kept, dialect),
    ...meanSteps(graph, kept, dialect),
  ];
  for (const { columns } of steps) {
    if (columns.length <= dialect.mostColumns) continue;
    throw new UserError(
      `The model is too large for ${dialect.id}: a step needs ${columns.length} columns, and ` +
        `${dialect.mostColumns} are the most.`,
      { hint: "Use --dialect duckdb, or another form; or fit with --preset tiny." },
    );
  }
  return steps;
}

function withSteps(steps: readonly Step[], dialect: Dialect): string {
  const parts = steps.map(({ name, columns, from, body }) => {
    const text = body ?? `  SELECT\n${columns.map((column) => `    ${column}`).join(",\n")}\n  FROM ${from}`;
    return `${name} AS ${dialect.materialized}(\n${text}\n)`;
  });
  return `WITH ${parts.join(",\n")}`;
}

function checkQuery(request: NetworkRequest, dialect: Dialect): string {
  const { graph, examples } = request;
  const columns = readColumns(request);
  const width = examples[0]!.outputs.length;
  const wanted = Array.from({ length: width }, (_, k) => `w${k + 1}`);
  const rows = examples.map(({ cells, outputs }) => {
    const raw = columns.map(({ position }) => {
      const { kind } = graph.columns[position]!;
      return `${cellSql(cells[position]!, kind, dialect)} AS c${position + 1}`;
    });
    const results = outputs.map((value, k) => `CAST(${String(value)} AS ${dialect.double}) AS w${k + 1}`);
    return `  SELECT ${[...raw, ...results].join(", ")}`;
  });
  const steps: readonly Step[] = [
    { name: "source", columns: [], from: "", body: rows.join("\n  UNION ALL\n") },
    ...stepsOf(request, dialect, wanted),
  ];
  const differences = wanted.map((name, k) => `ABS(p${k + 1} - ${name})`);
  const largest = differences.length === 1 ? differences[0]! : dialect.greatest(differences);
  const head = [...headLines(request), "The largest difference between this database and occam-tab in a few rows."];
  const end = `SELECT MAX(${largest}) AS largest_difference\nFROM ${steps.at(-1)!.name};\n`;
  return `${head.map((line) => `-- ${line}`).join("\n")}\n${withSteps(steps, dialect)}\n${end}`;
}

function cellSql(cell: RawCell, kind: "numeric" | "category" | "date", dialect: Dialect): string {
  if (kind === "numeric") return `CAST(${cell === null ? "NULL" : literal(Number(cell))} AS ${dialect.double})`;
  if (kind === "category") return `CAST(${cell === null ? "NULL" : dialect.string(String(cell))} AS ${dialect.text})`;
  if (cell !== null) return dialect.moment(new Date(String(cell)).toISOString());
  return dialect.id === "sqlite" ? "NULL" : "CAST(NULL AS TIMESTAMP)";
}
