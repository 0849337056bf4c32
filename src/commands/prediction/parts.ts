import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import { formatOf } from "../../ingest/formats/signature.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import type { Call } from "../command-line/command.ts";
import { declaredParts } from "../files/declared-parts.ts";
import { partitionColumns, withPartition } from "../files/partition-columns.ts";
import { beginningOf } from "../files/read.ts";
import type { TableFile } from "../files/table-files.ts";
import { predictDeclared } from "./declared.ts";

/**
 * Predicts several Parquet or Arrow files as one table, row group by row group; false for files of other formats, which
 * are read whole. Throws a `UserError`.
 */
export async function predictParts(
  model: ModelArtifact,
  path: string,
  { files, call }: { readonly files: readonly TableFile[]; readonly call: Call },
): Promise<boolean> {
  const formats = await Promise.all(files.map(async (file) => formatOf(await beginningOf(file.path))));
  if (formats.some((format) => format !== "parquet" && format !== "arrow-file")) return false;
  const columnsOf = partitionColumns(files);
  const progress = { file: path, size: null, read: 0 };
  async function* parts(): AsyncGenerator<readonly DeclaredColumn[]> {
    for (const [i, file] of files.entries()) {
      for await (const columns of declaredParts(file.path, formats[i] as "parquet" | "arrow-file")) {
        yield withPartition(columns, file, columnsOf);
      }
    }
  }
  await predictDeclared(model, parts(), { call, source: progress });
  return true;
}
