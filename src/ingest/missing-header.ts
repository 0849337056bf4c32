import { readDates } from "./date.ts";
import { defaultMissing } from "./missing.ts";
import { parseNumber } from "./number.ts";
import { plainFormat, readFormatted } from "./number-format.ts";
import type { Column, Finding } from "./table.ts";
import { quoted } from "./type-findings.ts";

const mostLevels = 50;
const sayHow = "The first line was read as names; if it is data, use --no-header.";

/** A warning when the names of the columns look like one more row of them. */
export function headerFindings(columns: readonly Column[], rowCount: number): readonly Finding[] {
  const names = columns.map(({ name }) => name);
  if (names.length > 1 && names.every((name) => !Number.isNaN(parseNumber(name)))) {
    return [warning("header-of-numbers", "Every name in the first line is a number.")];
  }
  const fits = columns.map((column) => fitsIn(column, rowCount));
  const like = names.filter((_, i) => fits[i] === true);
  const unlike = fits.filter((fit) => fit === false).length;
  if (like.length === 0 || unlike * 4 > like.length || columns.some((one, i) => one.kind !== "category" && !fits[i])) {
    return [];
  }
  // 2019, 2020, 2021 are names of a wide table.
  const numbers = columns.flatMap(({ kind, name }, i) => (kind === "numeric" && fits[i] ? [parseNumber(name)] : []));
  if (
    numbers.length === like.length &&
    numbers.every((value, i) => Number.isInteger(value) && (i === 0 || value > numbers[i - 1]!))
  ) {
    return [];
  }
  const shown = like.slice(0, 3).map(quoted).join(", ");
  return [warning("header-like-data", `Names in the first line look like values of their columns: ${shown}.`)];
}

function warning(code: string, message: string): Finding {
  return { code, severity: "warning", column: null, message, action: sayHow };
}

/** Whether the name could be a value of the column; null when nothing tells. */
function fitsIn(column: Column, rowCount: number): boolean | null {
  const { name, kind } = column;
  if (/^column_\d+_*$/.test(name) || defaultMissing.some((word) => word === name)) return null;
  if (kind === "numeric") return !Number.isNaN(readFormatted(name, column.format ?? plainFormat));
  if (kind === "date") return !Number.isNaN(readDates([name], column.dayFirst ?? true).values[0]!);
  if (column.levels.includes(name)) return true;
  return column.levels.length <= Math.min(mostLevels, rowCount / 4) ? false : null;
}
