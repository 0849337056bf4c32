import type { RowIndex } from "../base/matrix.ts";
import { counted } from "./row-checks.ts";
import type { Column, Finding } from "./table.ts";
import { rowsWithValue, valueCounts } from "./target.ts";

/** The rows that can teach and test: they have a target and weigh something. Others are counted in `findings`. */
export function rowsThatCount(target: Column, weights: Float64Array | null, findings: Finding[]): RowIndex {
  const rows = rowsWithTarget(target, findings);
  if (weights === null) return rows;
  const heavy = rows.filter((row) => weights[row]! > 0);
  if (heavy.length < rows.length) findings.push(weightless(target, rows, heavy));
  return heavy;
}

function rowsWithTarget(target: Column, findings: Finding[]): RowIndex {
  const rows = rowsWithValue(target);
  const without = (target.kind === "category" ? target.codes : target.values).length - rows.length;
  if (without > 0) {
    findings.push({
      code: "missing-target",
      severity: "warning",
      column: target.name,
      message: `${counted(without, "row has", "rows have")} no value of the target "${target.name}".`,
      action: "Left out: they cannot be used for training or testing.",
    });
  }
  return rows;
}

/** Only `heavy` of the rows weigh something. A class that none of them has is not predicted. */
function weightless(target: Column, rows: RowIndex, heavy: RowIndex): Finding {
  const kept = valueCounts(target, heavy);
  const lost = [...valueCounts(target, rows).keys()].filter((value) => !kept.has(value));
  const without = target.kind === "category" || kept.size <= fewValues ? lostValues(lost.map(String)) : "";
  return {
    code: "weightless-rows",
    severity: "warning",
    column: target.name,
    message: `${counted(rows.length - heavy.length, "row weighs", "rows weigh")} nothing.${without}`,
    action: "Left out: they cannot be used for training or testing.",
  };
}

/** A target of more numbers than these is no target of classes. */
const fewValues = 10;

function lostValues(lost: readonly string[]): string {
  if (lost.length === 0) return "";
  const names = lost.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 40)));
  const which = lost.length === 1 ? "that class is" : "those classes are";
  return ` No row of ${names.join(", ")}${lost.length > 3 ? ", …" : ""} is left: ${which} not predicted.`;
}
