import { createHash } from "node:crypto";
import { UserError } from "../../base/errors.ts";
import { concatenate, type TablePart } from "../../ingest/concatenate.ts";
import type { AskedKind } from "../../ingest/infer.ts";
import { type FileRead, readTableBytes } from "../../ingest/formats/read.ts";
import type { ParseOptions } from "../../ingest/parse.ts";
import type { World } from "../command-line/command.ts";
import { filesNamed, nameOf, readJson, readSource, type Source } from "./read.ts";
import type { FlagValues } from "../flags/index.ts";

/** A table as read, with the name of its run. */
export interface Reading extends FileRead {
  readonly name: string;
}

/**
 * Reads the table at `path` as the flags of reading say; a pattern such as `sales/*.parquet` names several files that
 * make up one table. Throws a `UserError`.
 */
export async function readTableFile(path: string, flags: FlagValues, world: World): Promise<Reading> {
  const paths = await filesNamed(path);
  if (paths.length === 1) return parseSource(await readSource(paths[0]!, world), flags);
  const parts: (Reading & TablePart)[] = [];
  for (const file of paths) parts.push({ ...(await parseSource(await readSource(file, world), flags)), file });
  return {
    ...concatenate(parts),
    name: nameOf(path.replace(/[*?]+/gu, "")),
    sha256: createHash("sha256")
      .update(parts.map(({ sha256 }) => sha256).join("\n"))
      .digest("hex"),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
  };
}

/**
 * The table in a file as the flags of reading say; columns in `asText` are read as text, whatever they look like,
 * unless `--types` says otherwise. Throws a `UserError`.
 */
export async function parseSource(
  source: Source,
  flags: FlagValues,
  asText: ReadonlySet<string> = new Set(),
): Promise<Reading> {
  const types = flags.types === null ? undefined : await readTypes(flags.types);
  const options: ParseOptions = {
    name: source.file,
    header: !flags["no-header"],
    ...(flags.delimiter === null ? {} : { delimiter: flags.delimiter }),
    ...(flags.missing.length === 0 ? {} : { missing: flags.missing }),
    ...(flags.decimal === null ? {} : { decimal: flags.decimal === "comma" ? "," : "." }),
    ...(types === undefined ? {} : { types }),
  };
  const first = await readTableBytes(source.bytes, options);
  const numbers = first.table.columns.filter(({ name, kind }) => asText.has(name) && kind !== "category");
  if (numbers.length === 0) return { ...first, name: source.name };
  const text = Object.fromEntries(numbers.map(({ name }) => [name, "category"] as const));
  return { ...(await readTableBytes(source.bytes, { ...options, types: { ...text, ...types } })), name: source.name };
}

const kinds = ["numeric", "category", "date", "date-day-first", "date-month-first", "ignore"] as const;

async function readTypes(file: string): Promise<Readonly<Record<string, AskedKind>>> {
  const content = await readJson(file);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new UserError(`${file} holds no object of column types.`, {
      hint: 'It looks like {"zip": "category"}.',
    });
  }
  return Object.fromEntries(
    Object.entries(content).map(([column, given]) => {
      const kind = kinds.find((known) => known === given);
      if (kind !== undefined) return [column, kind];
      throw new UserError(`${file} gives column "${column}" the type ${JSON.stringify(given)}.`, {
        hint: `Types are ${kinds.join(", ")}.`,
      });
    }),
  );
}
