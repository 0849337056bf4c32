import { reasonOf, UserError } from "../../base/errors.ts";
import { fromRows, type TableResult } from "../adapters.ts";
import type { ValueOptions } from "../values.ts";

/** Whether a text is JSON: an array of objects, or an object in each line. */
export function isJson(text: string): boolean {
  return /^\s*(\[\s*)?\{\s*["}]/u.test(text.slice(0, 1000));
}

/** A table from JSON text: an array of objects, or JSON lines. Throws a UserError that names the line. */
export function readJsonTable(text: string, name: string, options: ValueOptions): TableResult {
  return fromRows(text.trimStart().startsWith("[") ? parseArray(text, name) : parseLines(text, name), options);
}

function parseArray(text: string, name: string): readonly object[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
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
      row = JSON.parse(line);
    } catch (error) {
      throw new UserError(`Line ${i + 1} of ${name} is not JSON: ${reasonOf(error)}.`, {
        hint: "JSON lines have one whole object in each line.",
      });
    }
    if (typeof row !== "object" || row === null || Array.isArray(row)) throw noRows(name, i + 1);
    rows.push(row);
  }
  return rows;
}

function noRows(name: string, line: number): UserError {
  return new UserError(`Line ${line} of ${name} is no object.`, {
    hint: "A JSON table is an array of objects, or one object in each line.",
  });
}
