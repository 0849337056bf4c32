import { reasonOf, UserError } from "../../base/errors.ts";
import { fromRows, type TableResult } from "../adapters.ts";
import type { ValueOptions } from "../values.ts";
import { nestedColumn } from "./declared.ts";
import { parseJson } from "./json-text.ts";

/** Whether a text is JSON: an array of objects, or an object in each line. */
export function isJson(text: string): boolean {
  return /^\s*(\[\s*)?\{\s*["}]/u.test(text.slice(0, 1000));
}

/**
 * A table from JSON text: an array of objects, or JSON lines. Columns that hold arrays or objects are left out, with a
 * finding. Throws a UserError that names the line.
 */
export function readJsonTable(text: string, name: string, options: ValueOptions): TableResult {
  const rows = text.trimStart().startsWith("[") ? parseArray(text, name) : parseLines(text, name);
  const nested = new Map<string, string>();
  for (const row of rows) {
    for (const [column, cell] of Object.entries(row)) {
      if (typeof cell === "object" && cell !== null) nested.set(column, Array.isArray(cell) ? "array" : "object");
    }
  }
  for (const column of Object.keys(options.types ?? {})) if (options.types![column] === "ignore") nested.delete(column);
  const keys = new Set(rows.slice(0, 2).flatMap((row) => Object.keys(row)));
  if (nested.size > 0 && rows.length === 1 && keys.size === nested.size) throw notRows(name);
  const ignored = Object.fromEntries([...nested.keys()].map((column) => [column, "ignore" as const]));
  const read = fromRows(rows, { ...options, types: { ...options.types, ...ignored } });
  return { ...read, findings: [...[...nested].map(([column, type]) => nestedColumn(column, type)), ...read.findings] };
}

function parseArray(text: string, name: string): readonly object[] {
  let content: unknown;
  try {
    content = parseJson(text);
  } catch (error) {
    throw new UserError(`${name} is not JSON: ${reasonOf(error)}.`, {
      hint: "An array of objects looks like [{…}, {…}]; check that the file was copied completely.",
    });
  }
  if (!Array.isArray(content)) throw noRows(name, 1);
  return content.map((row: unknown, i) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new UserError(`Item ${i + 1} of ${name} is no object.`, { hint: "A table is an array of objects." });
    }
    return row;
  });
}

function parseLines(text: string, name: string): readonly object[] {
  const rows: object[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    let row: unknown;
    try {
      row = parseJson(line);
    } catch (error) {
      if (rows.length === 0 && isOneObject(text)) throw notRows(name);
      throw new UserError(`Line ${i + 1} of ${name} is not JSON: ${reasonOf(error)}.`, {
        hint: "JSON lines have one whole object in each line.",
      });
    }
    if (typeof row !== "object" || row === null || Array.isArray(row)) throw noRows(name, i + 1);
    rows.push(row);
  }
  return rows;
}

function isOneObject(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function notRows(name: string): UserError {
  return new UserError(`${name} is one object, not rows.`, {
    hint:
      "A JSON table is an array of objects, or one object in each line; pandas writes it with " +
      'to_json(path, orient="records", lines=True).',
  });
}

function noRows(name: string, line: number): UserError {
  return new UserError(`Line ${line} of ${name} is no object.`, {
    hint: "A JSON table is an array of objects, or one object in each line.",
  });
}
