import type { RawColumn } from "./column-builder.ts";
import type { Finding } from "./table.ts";
import { quoted } from "./type-findings.ts";

const mostNamed = 4;

/** What was taken as missing, word by word; empty cells go without saying. */
export function missingNote(columns: readonly RawColumn[]): readonly Finding[] {
  const words = new Map<string, { cells: number; columns: string[] }>();
  for (const { name, missingWords } of columns) {
    for (const [word, cells] of missingWords) {
      const seen = words.get(word) ?? { cells: 0, columns: [] };
      words.set(word, { cells: seen.cells + cells, columns: [...seen.columns, name] });
    }
  }
  if (words.size === 0) return [];
  const parts = [...words].map(([word, { cells, columns: names }]) => {
    const where = names.length === 1 ? `in column ${quoted(names[0]!)}` : `in ${names.length} columns`;
    return `${quoted(word)} (${cells} ${cells === 1 ? "cell" : "cells"} ${where})`;
  });
  const more = parts.length > mostNamed ? ` and ${parts.length - mostNamed} more` : "";
  return [
    {
      code: "missing-cells",
      severity: "note",
      column: null,
      message: `Cells that mean "no value": ${parts.slice(0, mostNamed).join(", ")}${more}.`,
      action: "Counted as missing; --missing names other words.",
    },
  ];
}
