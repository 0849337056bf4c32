import { describe, expect, it } from "vitest";
import { concatenate } from "../../src/ingest/concatenate.ts";
import { parseTable } from "../../src/ingest/parse.ts";
import { Column } from "./formats-column.ts";

const part = (file: string, text: string) => ({ ...parseTable(Buffer.from(text), { name: file }), file });

describe("several files as one table", () => {
  it("are their rows one after another, whatever the order of columns and levels", () => {
    const { table, decisions } = concatenate([
      part("a.csv", "x,kind,y\n1,red,3\n,blue,4\n"),
      part("b.csv", "kind,y,x\ngreen,5,7\nred,6,8\n"),
    ]);
    const column = Column.of(table);
    expect(column("x")).toEqual([1, null, 7, 8]);
    expect(column("kind")).toEqual(["red", "blue", "green", "red"]);
    expect(column("y")).toEqual([3, 4, 5, 6]);
    expect(decisions.map(({ missing, distinct }) => [missing, distinct])).toEqual([
      [1, 3],
      [0, 3],
      [0, 4],
    ]);
  });

  it("with other columns are refused with the file and the column", () => {
    const first = part("a.csv", "x,y\n1,3\n2,4\n");
    expect(() => concatenate([first, part("b.csv", "x,z\n1,3\n2,4\n")])).toThrow(
      'b.csv has no column "y", which a.csv has.',
    );
    expect(() => concatenate([first, part("b.csv", "x,y,z\n1,3,1\n2,4,1\n")])).toThrow(
      'b.csv has a column "z", which a.csv does not have.',
    );
  });

  it("with a column of two kinds are refused with both files", () => {
    const parts = [part("a.csv", "x,y\n1,3\n2,4\n"), part("b.csv", "x,y\nred,3\nblue,4\n")];
    expect(() => concatenate(parts)).toThrow('Column "x" is category in b.csv and numeric in a.csv.');
  });

  it("take the kind of a column from files that have values of it", () => {
    const parts = ["x,y\n,3\n,4\n", "x,y\nred,3\n,4\n", "x,y\n,5\n,\n"].map((text, i) => part(`${i}.csv`, text));
    const { table, decisions } = concatenate(parts);
    expect(Column.of(table)("x")).toEqual([null, null, "red", null, null, null]);
    expect(decisions[0]).toMatchObject({ kind: "category", reason: "its cells are text", missing: 5, distinct: 1 });
    expect(Column.of(table)("y").at(-1)).toBeNull();
  });

  it("say once what is true of several", () => {
    const parts = ["a", "b"].map((file) => part(file, ",y\n1,3\n2,4\n"));
    expect(concatenate(parts).findings.map(({ code }) => code)).toEqual(parts[0]!.findings.map(({ code }) => code));
  });
});
