import type { Table } from "../../src/ingest/table.ts";

/** Cells of a table as a person would write them, for comparison: null is missing. */
export const Column = {
  of(table: Table): (name: string) => readonly (string | number | null)[] {
    return (name) => {
      const column = table.columns.find((each) => each.name === name);
      if (column === undefined) throw new Error(`There is no column ${name}.`);
      if (column.kind === "category") return [...column.codes].map((code) => (code < 0 ? null : column.levels[code]!));
      if (column.kind === "numeric") return [...column.values].map((value) => (Number.isNaN(value) ? null : value));
      return [...column.values].map((day) => {
        if (Number.isNaN(day)) return null;
        const iso = new Date(Math.round(day * 86_400_000)).toISOString();
        return column.hasTime ? iso.slice(0, 16) : iso.slice(0, 10);
      });
    };
  },
};
