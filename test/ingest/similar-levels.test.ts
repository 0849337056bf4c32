import { describe, expect, it } from "vitest";
import { checkTable } from "../../src/ingest/checks.ts";
import { fromRows } from "../../src/ingest/adapters.ts";

/** The finding of a column, the target or an input, that repeats these texts. */
function found(texts: readonly string[], part: "target" | "input" = "target") {
  const rows = Array.from({ length: 20 * texts.length }, (_, i) => ({
    measure: (i * 37) % 91,
    other: part === "input" ? texts[i % texts.length]! : "ab"[i % 2]!,
    target: part === "target" ? texts[i % texts.length]! : "pq"[(i >> 1) % 2]!,
  }));
  const { findings } = checkTable(fromRows(rows).table, { target: "target", task: "auto", folds: 2, roles: [] });
  return findings.find(({ code }) => code === "similar-levels");
}

describe("texts that seem to mean the same", () => {
  it("are a warning in the target, whose classes they are, and a note in an input", () => {
    expect(found(["Yes", "no", "YES", "No"])).toMatchObject({ severity: "warning", column: "target" });
    expect(found(["Rome", "rome", "Oslo"], "input")).toMatchObject({
      severity: "note",
      message: 'Texts of column "other" differ only in case, spaces or look-alike letters: "Rome", "rome".',
    });
  });

  it("are found whatever parts them: case, spaces, composed letters, wide letters, another script", () => {
    for (const [a, b] of [
      ["accepted", "Accepted"],
      ["New York", "New  York"],
      ["accept\u00e9", "accepte\u0301"],
      ["\uff39\uff45\uff53", "Yes"],
      ["Cat", "\u0421at"],
      ["A", "\u0410"],
    ] as const) {
      expect([a, b, found([a, b, "other"])?.severity]).toEqual([a, b, "warning"]);
    }
  });

  it("are found among the ways to write yes and no, when a column has nothing else", () => {
    expect(found(["yes", "Y", "1", "no", "N", "0"])?.message).toContain("are ways to write yes and no");
    expect(found(["yes", "no", "1", "maybe"])).toBeUndefined();
  });

  it("are not seen in codes of one letter or with odd capitals, nor in different texts", () => {
    expect(found(["a", "A", "b"])).toBeUndefined();
    expect(found(["hAd", "had", "hEd", "hed"])).toBeUndefined();
    expect(found(["true", "false"])).toBeUndefined();
    expect(found(["well", "relapse", "well, treated"])).toBeUndefined();
  });
});
