/** Endings that only tables have. */
const tables = ["csv", "tsv", "jsonl", "ndjson", "parquet", "arrows?", "feather", "ipc"];

/** Whether the name of a file says that it is a table. */
export const tableEnding = pattern(tables);

/** What a table may be in, if nothing else lies beside it: an archive, or texts of any kind. */
export const partEnding = pattern([...tables, "txt", "json", "zip"]);

function pattern(endings: readonly string[]): RegExp {
  return new RegExp(`\\.(${endings.join("|")})(\\.gz)?$`, "iu");
}
