import { gather } from "../base/select.ts";
import { studentCdf } from "../base/distributions.ts";
import { mean, quantileOfSorted, sortedPresent } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";
import { type FoldSize, foldedStandardError, holm } from "./compare.ts";
import { isoDay } from "../base/day.ts";
import { entriesByFold, type HeldOut } from "./held-out.ts";
import type { ErrorSegment } from "./results/errors.ts";
import { summariseScores } from "./summary.ts";

const mostLevels = 6;
const ranges = 5;
const leastRows = 10;

/** Errors of the rows of a model, one an entry: 1 for a wrong class, or the distance in target units. */
export interface RowErrors {
  readonly model: string;
  readonly errors: Float64Array;
}

/**
 * Mean error of two models by level and by range of each column, with 95% intervals over folds; a segment of fewer than
 * ten entries is left out. `chance` is the p-value of their difference, by Holm's correction over all segments.
 */
export function errorSegments(
  columns: readonly Column[],
  {
    held,
    sizes,
    models,
  }: {
    readonly held: HeldOut;
    readonly sizes: ReadonlyMap<number, FoldSize>;
    readonly models: readonly [RowErrors, RowErrors];
  },
): readonly ErrorSegment[] {
  const folds = [...entriesByFold(held)];
  const segments = columns.flatMap((column) => {
    const parts = partsOf(column, held);
    return parts.labels.flatMap((label, part) => {
      const own = folds
        .map(([fold, entries]) => ({ size: sizes.get(fold)!, entries: entries.filter((i) => parts.of[i] === part) }))
        .filter(({ entries }) => entries.length > 0);
      const rows = own.reduce((sum, { entries }) => sum + entries.length, 0);
      if (rows < leastRows) return [];
      const foldSizes = own.map(({ size }) => size);
      const byFold = models.map(({ errors }) => own.map(({ entries }) => mean(entries.map((i) => errors[i]!))));
      const differences = byFold[0]!.map((error, fold) => error - byFold[1]![fold]!);
      const difference = summariseScores(differences, foldSizes);
      const standardError = foldedStandardError(differences, foldSizes);
      const degrees = differences.length - 1;
      const chance = standardError > 0 ? 2 * studentCdf(-Math.abs(difference.mean) / standardError, degrees) : 1;
      const errors = models.map(({ model }, place) => ({ model, error: summariseScores(byFold[place]!, foldSizes) }));
      return [{ column: column.name, label, rows, errors, difference, chance }];
    });
  });
  const adjusted = holm(segments.map(({ chance }) => chance));
  return segments.map((segment, i) => ({ ...segment, chance: adjusted[i]! }));
}

interface Parts {
  readonly labels: readonly string[];
  readonly of: Int32Array; // part of each entry
}

function partsOf(column: Column, { rows }: HeldOut): Parts {
  return column.kind === "category" ? levelParts(column, rows) : rangeParts(column, rows);
}

/** The commonest levels, the others together, missing cells. */
function levelParts(column: Extract<Column, { kind: "category" }>, rows: HeldOut["rows"]): Parts {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(column.codes[row]!, (counts.get(column.codes[row]!) ?? 0) + 1);
  const present = [...counts.keys()].filter((code) => code >= 0);
  const named = present.toSorted((a, b) => counts.get(b)! - counts.get(a)! || a - b).slice(0, mostLevels);
  const other = named.length;
  const of = Int32Array.from(rows, (row) => {
    const code = column.codes[row]!;
    if (code < 0) return other + 1;
    const place = named.indexOf(code);
    return place < 0 ? other : place;
  });
  return { labels: [...named.map((code) => column.levels[code]!), "other levels", "missing"], of };
}

/** Five ranges of about equally many rows, fewer where values repeat; missing cells. */
function rangeParts({ kind, values }: Exclude<Column, { kind: "category" }>, rows: HeldOut["rows"]): Parts {
  const sorted = sortedPresent(gather(values, rows));
  if (sorted.length === 0) return { labels: ["missing"], of: new Int32Array(rows.length) };
  const inner = Array.from({ length: ranges - 1 }, (_, i) => quantileOfSorted(sorted, (i + 1) / ranges));
  const edges = [...new Set(inner)].filter((edge) => edge < sorted.at(-1)!);
  const print = (value: number) => (kind === "date" ? isoDay(value) : String(Number(value.toPrecision(4))));
  const labels = [...edges, sorted.at(-1)!].map((edge, i) =>
    i === 0 ? `up to ${print(edge)}` : `above ${print(edges[i - 1]!)} to ${print(edge)}`,
  );
  const of = Int32Array.from(rows, (row) => {
    const value = values[row]!;
    if (Number.isNaN(value)) return labels.length;
    const place = edges.findIndex((edge) => value <= edge);
    return place < 0 ? edges.length : place;
  });
  return { labels: [...labels, "missing"], of };
}
