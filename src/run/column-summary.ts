import { sum } from "../base/statistics.ts";
import { isoDay } from "../base/day.ts";
import type { ColumnSummary } from "../evaluate/results/results.ts";
import { allLevelCounts } from "../ingest/level-counts.ts";
import { profileOf } from "../ingest/profile/profile.ts";
import type { Column } from "../ingest/table.ts";
import { bars, barWidth, type ValueProfile } from "../ingest/profile/value-profile.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/**
 * Every column as read, with its part in the run. Columns that were left out on reading are not in the table and not
 * here.
 */
export function summariseColumns(request: FitRequest, plan: Plan): readonly ColumnSummary[] {
  const decisions = new Map(request.source.decisions.map((decision) => [decision.name, decision]));
  return request.table.columns.map((column) => {
    const role = roleOf(column.name, request, plan);
    const decision = decisions.get(column.name);
    const counted = column.kind === "category" ? countLevels(column) : countNumbers(column);
    return {
      name: column.name,
      kind: column.kind,
      reason: decision?.reason ?? "The type was given.",
      missing: counted.missing,
      distinct: decision?.distinct ?? counted.distinct,
      role,
      note: role === "dropped" ? (plan.check.findings.find((one) => one.column === column.name)?.message ?? "") : "",
      histogram: counted.histogram,
      summary: counted.summary,
    };
  });
}

function roleOf(name: string, request: FitRequest, plan: Plan): ColumnSummary["role"] {
  if (name === plan.target.name) return "target";
  if (request.ignore.includes(name)) return "ignored";
  for (const role of ["id", "group", "time", "weight"] as const) if (request[role] === name) return role;
  return plan.check.dropped.includes(name) ? "dropped" : "input";
}

interface Counted {
  readonly missing: number;
  readonly distinct: number;
  readonly histogram: ColumnSummary["histogram"];
  readonly summary: string;
}

function countLevels(column: Extract<Column, { kind: "category" }>): Counted {
  const { codes, levels } = column;
  const counts = allLevelCounts(column);
  const missing = codes.length - sum(counts);
  const order = [...counts.keys()].filter((code) => counts[code]! > 0).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const top = order[0];
  const share = top === undefined ? 0 : Math.round((100 * counts[top]!) / (codes.length - missing));
  return {
    missing,
    distinct: order.length,
    histogram: order.slice(0, bars).map((code) => ({ label: levels[code]!, rows: counts[code]! })),
    summary:
      top === undefined
        ? "every cell is missing"
        : `${order.length} ${order.length === 1 ? "level" : "levels"}, most often ${levels[top]} (${share}%)`,
  };
}

function countNumbers({ kind, values }: Exclude<Column, { kind: "category" }>): Counted {
  const profile = profileOf(values);
  const { present, low, high, distinct } = profile;
  const missing = values.length - present;
  if (present === 0) return { missing, distinct, histogram: [], summary: "every cell is missing" };
  const words = (value: number) => (kind === "date" ? isoDay(value) : shortNumber(value, high / 2 - low / 2));
  return {
    missing,
    distinct,
    histogram: histogram(profile, words),
    summary: `min ${words(low)}, median ${words(profile.median)}, max ${words(high)}`,
  };
}

function histogram(profile: ValueProfile, words: (value: number) => string): Counted["histogram"] {
  const { low, high, present } = profile;
  if (low === high) return [{ label: words(low), rows: present }];
  const width = barWidth(profile);
  return Array.from(profile.histogram, (rows, bar) => ({
    label: `${words(low + bar * width)} to ${words(bar === bars - 1 ? high : low + (bar + 1) * width)}`,
    rows,
  }));
}

/** Four digits, and more where the values lie close together beside their distance from 0. */
function shortNumber(value: number, spread: number): string {
  const more = spread > 0 && value !== 0 ? Math.max(0, Math.floor(Math.log10(Math.abs(value) / spread))) : 0;
  return String(Number(value.toPrecision(Math.min(17, 4 + (Number.isFinite(more) ? more : 0)))));
}
