import type { StudyOutcome, StudySubject } from "./study.ts";

type Value = string | number | null | readonly (string | number)[];

/** The rows of study.csv: a column for each field of the results, lists with spaces between their entries. */
export function csvOf(results: readonly unknown[]): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
} {
  const rows = results.map(
    (result) => new Map<string, Value>(Object.entries(result as Readonly<Record<string, Value>>)),
  );
  const fields = [...(rows[0]?.keys() ?? [])];
  return {
    header: fields.map((field) => field.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)),
    rows: rows.map((row) => fields.map((field) => cellOf(row.get(field) ?? ""))),
  };
}

function cellOf(value: Exclude<Value, null>): string | number {
  return typeof value === "object" ? value.join(" ") : value;
}

/** The object of study.json. */
export function jsonOf(
  id: string,
  { name, sha256, target, origin, settings }: StudySubject,
  { summary, finding, results }: Pick<StudyOutcome, "summary" | "finding"> & { readonly results: readonly unknown[] },
): object {
  return {
    schema: `occam-tab/study-${id}@1`,
    version: origin.version,
    command: origin.command,
    data: sha256 === "" ? { name } : { name, sha256, target },
    settings,
    summary,
    finding,
    results,
  };
}
