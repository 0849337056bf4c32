import { nearest, UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { gather } from "../base/select.ts";
import { concatenate } from "../ingest/concatenate.ts";
import { conformTable } from "../ingest/conform.ts";
import type { Column, Finding, Table } from "../ingest/table.ts";
import { asCategory, rowsWithValue } from "../ingest/target.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { schemaOf } from "../predict/table.ts";
import { roleColumns } from "./roles.ts";

/** New rows as a model knows them. */
export interface NewRows {
  readonly table: Table; // the model's columns, those of weights and groups, and the target, known in every row
  readonly findings: readonly Finding[];
}

/**
 * The rows of a table that have a target, in the model's columns and kinds. Throws a UserError where the target is not
 * there, has no value, or has one that the model cannot take.
 */
export function newRows(model: ModelArtifact, table: Table, name: string): NewRows {
  const found = table.columns.find((column) => column.name === model.target);
  if (found === undefined) {
    const near = nearest(
      model.target,
      table.columns.map((column) => column.name),
    );
    throw new UserError(`${name} has no column "${model.target}", which the model predicts.`, {
      hint: near === undefined ? "Rows to learn from have the target." : `Did you mean its column "${near}"?`,
    });
  }
  const inputs = { ...table, columns: table.columns.filter((column) => column !== found) };
  const { table: known, findings } = conformTable(inputs, schemaOf(model), name);
  const target = targetOf(model, found, name);
  const withTarget = rowsWithValue(target);
  if (withTarget.length === 0) {
    throw new UserError(`${name} has no row with a value of "${model.target}" to learn from.`, {
      hint: 'Use "occam-tab predict" for rows whose target is not known.',
    });
  }
  const { columns: beside, weights } = roleColumns(model, table, { rows: withTarget, file: name });
  const rows = weights === null ? withTarget : withTarget.filter((row) => weights[row]! > 0);
  const columns = [...known.columns, ...beside, target];
  const lost = [
    ...leftOut("target-missing", model.target, { rows: table.rowCount - withTarget.length, why: "without a target" }),
    ...leftOut("weightless-rows", model.target, { rows: withTarget.length - rows.length, why: "with a weight of 0" }),
  ];
  const taken = { rowCount: table.rowCount, columns };
  return { table: lost.length === 0 ? taken : selectRows(taken, rows), findings: [...findings, ...lost] };
}

function leftOut(
  code: string,
  column: string,
  { rows, why }: { readonly rows: number; readonly why: string },
): readonly Finding[] {
  if (rows === 0) return [];
  const message = `There ${rows === 1 ? "is 1 row" : `are ${rows} rows`} ${why}.`;
  return [{ code, severity: "note", column, message, action: rows === 1 ? "It is left out." : "They are left out." }];
}

function targetOf({ task, target: name }: ModelArtifact, column: Column, file: string): Column {
  if (task.kind === "regression") {
    if (column.kind === "numeric") return column;
    throw new UserError(`The target "${name}" of ${file} is ${column.kind}, but the model predicts a number.`, {
      hint: `See the column with "occam-tab inspect", or call it numeric in --types.`,
    });
  }
  if (column.kind === "date") {
    throw new UserError(`The target "${name}" of ${file} is a date, but the model predicts classes.`, {
      hint: `Call the column a category in --types.`,
    });
  }
  const text = asCategory(column);
  const used = new Set(text.codes);
  const strange = text.levels.find((level, code) => used.has(code) && !task.classes.includes(level));
  if (strange === undefined) return text;
  throw new UserError(`${file} has rows of class ${JSON.stringify(strange)}, which the model does not know.`, {
    hint: "Fit a new model on all rows to add a class, or leave those rows out.",
  });
}

/** Some rows of a table, in the order that they are named in. */
export function selectRows({ columns }: Table, rows: RowIndex): Table {
  return {
    rowCount: rows.length,
    columns: columns.map((column) =>
      column.kind === "category"
        ? { ...column, codes: gather(column.codes, rows) }
        : { ...column, values: gather(column.values, rows) },
    ),
  };
}

/** The rows of a memory, then new ones. Throws a UserError where the memory belongs to another model. */
export function joinRows(memory: Table | null, fresh: Table): Table {
  if (memory === null) return fresh;
  const shape = ({ columns }: Table) => columns.map(({ name, kind }) => `${kind} ${name}`).join("\n");
  if (shape(memory) !== shape(fresh)) {
    throw new UserError("The memory beside the model has other columns than the model.", {
      hint: "It belongs to another model: move it away to start with an empty memory.",
    });
  }
  const part = (table: Table, file: string) => ({ table, decisions: [], findings: [], file });
  return concatenate([part(memory, "the memory"), part(fresh, "the new rows")]).table;
}
