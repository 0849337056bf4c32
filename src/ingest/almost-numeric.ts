import { UserError } from "../base/errors.ts";
import { readNumbers } from "./detect-format.ts";
import type { Column } from "./table.ts";
import { listed } from "./type-findings.ts";

const mostly = 0.5;

/** The error for a target of text that is mostly numbers, which explains what hinders it; null for any other. */
export function almostNumeric(target: Column): UserError | null {
  if (target.kind !== "category") return null;
  const counts = new Uint32Array(target.levels.length);
  let cells = 0;
  for (const code of target.codes) {
    if (code < 0) continue;
    counts[code]!++;
    cells++;
  }
  const { levels, name } = target;
  const reading = readNumbers({ levels, counts, delimiter: ",", decimal: null, leastShare: mostly });
  if (reading.readCells < mostly * cells) return null;
  const others = levels.filter((_, code) => Number.isNaN(reading.values[code]) && counts[code]! > 0);
  if (others.length === 0) return null;
  const words = others.slice(0, 3).map((word) => (/[,"]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word));
  return new UserError(
    `Target "${name}" is text, because ${cells - reading.readCells} of its ${cells} cells are no numbers, such as ` +
      `${listed(others)}.`,
    {
      hint:
        others.length <= 3
          ? `If they mean "no value", say --missing '${words.join(",")}'; or call the column numeric in --types, ` +
            "and they count as missing."
          : "Call the column numeric in --types, and they count as missing.",
    },
  );
}
