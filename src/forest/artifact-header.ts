import { UserError } from "../base/errors.ts";
import type { Task } from "../prepare/prepared.ts";
import { mostColumns } from "./forest.ts";
import { missing } from "./schema.ts";

/** What a forest's file says before its numbers. */
export interface ForestHeader {
  readonly task: Task;
  readonly seed: number;
  readonly firstTree: number;
  readonly operations: number;
  readonly trees: number;
  /** `thresholds` counts those that follow. */
  readonly columns: readonly (
    | { readonly kind: "numeric"; readonly name: string; readonly thresholds: number }
    | { readonly kind: "category"; readonly name: string; readonly levels: readonly string[] }
  )[];
  readonly views: readonly number[]; // that some node reads, ascending
  readonly leafRows: number;
  readonly areShared: boolean; // whether leaves name their row of values
}

/** The header that is written in `bytes`, or null. */
export function parseHeader(bytes: Uint8Array): ForestHeader | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isHeader(value) ? value : null;
  } catch {
    return null;
  }
}

function isHeader(value: unknown): value is ForestHeader {
  if (!isObject(value)) return false;
  const { task, seed, firstTree, operations, trees, columns, views, leafRows, areShared } = value;
  return (
    isTask(task) &&
    [seed, firstTree, operations, leafRows].every((one) => isWhole(one, Number.MAX_SAFE_INTEGER)) &&
    isWhole(trees, 10_000_000) &&
    typeof areShared === "boolean" &&
    Array.isArray(columns) &&
    columns.length <= mostColumns &&
    columns.every(isColumn) &&
    Array.isArray(views) &&
    views.every((view, i) => isWhole(view, 2 * columns.length - 1) && (i === 0 || view > views[i - 1]))
  );
}

function isColumn(value: unknown): boolean {
  if (!isObject(value) || typeof value["name"] !== "string") return false;
  if (value["kind"] === "numeric") return isWhole(value["thresholds"], missing - 1);
  return value["kind"] === "category" && isStrings(value["levels"]) && value["levels"].length <= missing;
}

function isTask(value: unknown): value is Task {
  if (!isObject(value)) return false;
  if (value["kind"] === "classification") return isStrings(value["classes"]) && value["classes"].length > 0;
  const numbers = [value["mean"], value["deviation"], value["low"], value["high"]];
  return value["kind"] === "regression" && numbers.every(Number.isFinite);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isWhole(value: unknown, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

/** What to say of bytes that are not those of a forest. */
export function damaged(why: string): UserError {
  return new UserError(`The saved forest cannot be read: ${why}.`, { hint: "Copy the file again, or fit once more." });
}
