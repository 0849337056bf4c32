import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { columnName, dialects } from "../../src/export/sql/dialects.ts";

const dialect = (id: string) => dialects.find((each) => each.id === id)!;

describe("a column name in SQL", () => {
  it("is quoted by the rules of the dialect", () => {
    expect(columnName('a "b"', dialect("postgres"))).toBe('"a ""b"""');
    expect(columnName("order", dialect("bigquery"))).toBe("`order`");
  });

  it.each([
    ["postgres", "", "A column without a name cannot be read in postgres."],
    ["postgres", "x".repeat(64), /cannot be named in postgres: names have at most 63 bytes, and this one has 64\.$/u],
    ["bigquery", "a`b", 'Column "a`b" cannot be named in bigquery: it has a character that no name may hold.'],
    ["sqlite", "a\0b", /cannot be named in sqlite: it has a character/u],
  ])("is refused in %s when it cannot be written: %j", (id, name, message) => {
    expect(() => columnName(name, dialect(id))).toThrow(UserError);
    expect(() => columnName(name, dialect(id))).toThrow(message);
  });

  it("has texts whose backslashes stay what they are", () => {
    expect(dialect("bigquery").string("it's \\ \n")).toBe("'it\\'s \\\\ \\n'");
    expect(dialect("snowflake").string("it's \\")).toBe("'it''s \\\\'");
    expect(dialect("postgres").string("it's \\")).toBe("'it''s \\'");
  });
});
