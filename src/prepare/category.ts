import type { RowIndex } from "../base/matrix.ts";
import type { CategoryGroup, Write } from "./input-group.ts";
import { type CategoryColumn, type CategoryLearning, placeOfCode } from "./levels.ts";
import { learnManyLevels } from "./many-levels.ts";
import type { EncoderOptions } from "./options.ts";

/** How many levels of one column may have an input of their own, so that all columns together stay within the limit. */
export function levelLimit(levelCounts: readonly number[], options: EncoderOptions): number {
  const own = levelCounts.map((count) => (count > options.manyLevels ? Math.min(count, options.topLevels) : count));
  let limit = Math.max(1, ...own);
  while (limit > 1 && own.reduce((total, count) => total + Math.min(count, limit), 0) > options.levelInputs) limit--;
  return limit;
}

/**
 * Groups for one category column: none for a single level, ±1 for two without missing cells, else one input a level,
 * and codes for many.
 */
export function learnCategory(learning: CategoryLearning, options: EncoderOptions): readonly CategoryGroup[] {
  const { column, counts, limit } = learning;
  const levels = [...counts.keys()];
  if (levels.length <= 1) return [];
  if (levels.length === 2 && !learning.hasMissing) {
    return [{ kind: "pair", column: column.name, levels: [levels[0]!, levels[1]!] }];
  }
  if (levels.length <= options.manyLevels) {
    return [{ kind: "levels", column: column.name, levels: commonest(counts, limit) }];
  }
  // Cross-fitting removes everything that a single row tells about its level.
  const repeated = new Map([...counts].filter(([, count]) => count > 1));
  if (repeated.size === 0) return [];
  const top = commonest(repeated, Math.min(limit, options.topLevels));
  const many = learnManyLevels({ ...learning, counts: repeated }, options);
  return top.length === 0 ? [many] : [many, { kind: "levels", column: column.name, levels: top }];
}

/** The `limit` levels with most rows (ties by name), in the order of their names. */
function commonest(counts: ReadonlyMap<string, number>, limit: number): readonly string[] {
  const byRows = [...counts].sort(([, a], [, b]) => b - a); // a stable sort keeps ties by name
  return byRows
    .slice(0, limit)
    .map(([name]) => name)
    .sort((a, b) => (a < b ? -1 : 1));
}

/** How a group with an input a level, or ±1, writes cells; missing and unknown levels stay zero. */
export function levelWriter(
  group: Exclude<CategoryGroup, { kind: "many-levels" }>,
  column: CategoryColumn,
  rows: RowIndex,
): Write {
  const places = placeOfCode(column, group.levels);
  const isPair = group.kind === "pair";
  return ({ from, to, data, stride, offset }) => {
    for (let i = from; i < to; i++) {
      const code = column.codes[rows[i]!]!;
      const place = code < 0 ? -1 : places[code]!;
      if (place < 0) continue;
      if (isPair) data[i * stride + offset] = 2 * place - 1;
      else data[i * stride + offset + place] = 1;
    }
  };
}
