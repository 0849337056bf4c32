import { createHash } from "node:crypto";
import { UserError } from "../../base/errors.ts";
import type { SchemaColumn } from "../../ingest/conform.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import { declaredTable, type FileRead, readTableBytes } from "../../ingest/formats/read.ts";
import type { ParseOptions } from "../../ingest/parse.ts";
import { rulesOf } from "../../ingest/reading-rules.ts";
import type { AskedKind } from "../../ingest/type-context.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { readingSchema } from "../../predict/table.ts";
import type { World } from "../world.ts";
import { queryFile } from "./duckdb.ts";
import { fileFacts } from "./file-facts.ts";
import { joinedParts, type Reading } from "./joined-parts.ts";
import { nameOfPattern, readJson, readSource, type Source } from "./read.ts";
import { tableFiles } from "./table-files.ts";
import type { FlagValues } from "../flags/index.ts";

interface Reads {
  readonly flags: FlagValues;
  readonly world: World;
}

/**
 * The table at `path`, which may name several files that make up one, as the flags of reading say. Throws a
 * `UserError`.
 */
export function readTableFile(path: string, flags: FlagValues, world: World): Promise<Reading> {
  return readFiles(path, null, { flags, world });
}

/** The same as a model learnt to read it, but for what the flags say. Throws a `UserError`. */
export function readTableForModel(path: string, model: ModelArtifact, reads: Reads): Promise<Reading> {
  return readFiles(path, model, reads);
}

async function readFiles(path: string, model: ModelArtifact | null, { flags, world }: Reads): Promise<Reading> {
  const schema = model === null ? {} : { schema: readingSchema(model) };
  const options = { ...model?.reading, ...(await optionsOf({ file: path }, flags)), ...schema };
  const queried = await queriedFile(path, flags);
  if (queried !== null) {
    const { columns, ...facts } = queried;
    return { ...declared(columns, { ...options, name: queried.file }, options.schema), ...facts };
  }
  return joinedParts({ path, files: (await tableFiles(path)).files, options }, async (file, reading) => {
    const source = await readSource(file, world);
    return { ...(await readTable(source, { ...reading, name: source.file }, options.schema)), name: source.name };
  });
}

/** What --query selects from a file, or the one table of a database; null for other files. Throws a `UserError`. */
async function queriedFile(path: string, { query }: FlagValues) {
  if (path === "-") {
    if (query === null) return null;
    throw new UserError("--query reads files, not standard input.", { hint: "Save the table as a file first." });
  }
  const facts = await fileFacts(path, query !== null);
  if (facts === null || (query === null && facts.kind === "file")) return null;
  const columns = await queryFile(facts.pattern, facts.kind, query);
  const sha256 = createHash("sha256")
    .update(`${facts.sha256}\n${query ?? ""}`)
    .digest("hex");
  const file = query === null ? path : "the answer to --query";
  return { columns, file, name: nameOfPattern(path), sha256, bytes: facts.bytes };
}

/** A table as bytes of a file, or as columns that a file declares. */
export type TableSource = Source | DeclaredSource;

export interface DeclaredSource extends Pick<Source, "name" | "file"> {
  readonly columns: readonly DeclaredColumn[];
}

/** The table in a file as the flags of reading say. Throws a `UserError`. */
export async function parseSource(source: TableSource, flags: FlagValues): Promise<Reading> {
  return { ...(await readTable(source, await optionsOf(source, flags))), name: source.name };
}

async function readTable(
  source: TableSource,
  options: ParseOptions,
  schema?: readonly SchemaColumn[],
): Promise<FileRead> {
  if ("bytes" in source) return readTableBytes(source.bytes, options, schema);
  return { ...declared(source.columns, options, schema), sha256: "", bytes: 0 };
}

function declared(columns: readonly DeclaredColumn[], options: ParseOptions, schema?: readonly SchemaColumn[]) {
  const rules = rulesOf(options);
  return { ...declaredTable(columns, options, schema), ...(rules === undefined ? {} : { rules }) };
}

/** The table in a file as a model learnt to read it, but for what the flags say. Throws a `UserError`. */
export async function parseForModel(source: TableSource, flags: FlagValues, model: ModelArtifact): Promise<Reading> {
  const options = { ...model.reading, ...(await optionsOf(source, flags)) };
  return { ...(await readTable(source, options, readingSchema(model))), name: source.name };
}

/** Only what was given, so that it may overrule what a model knows. */
async function optionsOf(source: Pick<Source, "file">, flags: FlagValues): Promise<ParseOptions> {
  const types = flags.types === null ? undefined : await readTypes(flags.types);
  return {
    name: source.file,
    ...(flags["no-header"] ? { header: false } : {}),
    ...(flags.delimiter === null ? {} : { delimiter: flags.delimiter }),
    ...(flags.missing.length === 0 ? {} : { missing: flags.missing }),
    ...(flags.decimal === null ? {} : { decimal: flags.decimal === "comma" ? "," : "." }),
    ...(flags.comment === null ? {} : { comment: flags.comment }),
    ...(flags["skip-rows"].length === 0 ? {} : { skipRows: flags["skip-rows"] }),
    ...(flags["skip-last"] === 0 ? {} : { skipLast: flags["skip-last"] }),
    ...(types === undefined ? {} : { types }),
  };
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
