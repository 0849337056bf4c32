import { UserError } from "../base/errors.ts";
import { levelPlaces } from "../base/level-places.ts";
import type { Graph } from "../export/graph.ts";
import { type Part, placesByColumn } from "../export/features.ts";
import { trimmed } from "../ingest/spaces.ts";
import { type DatePart, datePart } from "../prepare/date-part.ts";
import { largest } from "../prepare/numeric.ts";
import { dayOfText, missingOf, numberOfText, type ReadColumn } from "./text.ts";

/** Writes what the features of one column say of a cell. */
export interface ColumnReader {
  readonly name: string;
  read(cell: unknown, features: Float64Array, row: number): void;
}

/** A reader for each column that the graph reads a feature of; `position` is its place among the model's columns. */
export function columnReaders(graph: Graph): readonly (ColumnReader & { readonly position: number })[] {
  const places = placesByColumn(graph.columns.length, graph.features);
  return graph.columns.flatMap((column, position) => {
    const own = Array.from(places[position]!, (place) => ({ ...graph.features[place]!, place }));
    return own.length === 0 ? [] : [{ ...readerOf({ ...column, missing: missingOf(graph, column) }, own), position }];
  });
}

interface PlacedFeature {
  readonly part: Part;
  readonly levels: readonly string[];
  readonly place: number;
}

function readerOf(column: ReadColumn, features: readonly PlacedFeature[]): ColumnReader {
  const { name, kind } = column;
  if (kind === "date") {
    return {
      name,
      read(cell, into, row) {
        const day = dayOf(cell, column, row);
        for (const { part, place } of features) into[place] = datePart(part as DatePart, day);
      },
    };
  }
  const { place, levels } = features[0]!;
  if (kind === "numeric") {
    const hasNumbers = column.missing.numbers.size > 0;
    return {
      name,
      read(cell, into, row) {
        const x = typeof cell === "number" && !hasNumbers ? cell : numberOf(cell, column, row);
        into[place] = x - x !== 0 ? Number.NaN : x > largest ? largest : x < -largest ? -largest : x;
      },
    };
  }
  const placeOf = levelPlaces(levels);
  return {
    name,
    read(cell, into, row) {
      const text = levelOf(cell, column, row);
      into[place] = text === null ? Number.NaN : (placeOf.get(text) ?? -1);
    },
  };
}

function numberOf(cell: unknown, column: ReadColumn, row: number): number {
  if (typeof cell === "string") return numberOfText(cell, column);
  if (typeof cell === "number") return column.missing.numbers.has(cell) ? Number.NaN : cell;
  if (typeof cell === "bigint") return numberOf(Number(cell), column, row);
  refuseOthers(cell, column.name, row);
  return Number.NaN;
}

/** Days since 1970-01-01 UTC. */
function dayOf(cell: unknown, column: ReadColumn, row: number): number {
  if (typeof cell === "string") return dayOfText(cell, column);
  if (cell instanceof Date) {
    const day = cell.getTime() / 86_400_000;
    return column.missing.days.has(day) ? Number.NaN : day;
  }
  refuseOthers(cell, column.name, row);
  return Number.NaN;
}

function levelOf(cell: unknown, column: ReadColumn, row: number): string | null {
  const text = textOf(cell);
  if (text === null) refuseOthers(cell, column.name, row);
  return text === null || column.missing.has(text) ? null : text;
}

/** A level as the reader of a file would see it; null where there is none. */
function textOf(cell: unknown): string | null {
  if (typeof cell === "string") return trimmed(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell + 0) : null;
  if (typeof cell === "boolean" || typeof cell === "bigint") return String(cell);
  return cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : null;
}

/** What is no cell: an object, an array, a function. */
function refuseOthers(cell: unknown, name: string, row: number): void {
  if (cell === null || cell === undefined || cell instanceof Date) return;
  if (typeof cell !== "object" && typeof cell !== "function" && typeof cell !== "symbol") return;
  const what = Array.isArray(cell) ? "an array" : typeof cell === "object" ? "an object" : `a ${typeof cell}`;
  throw new UserError(`Row ${row} holds ${what} in column "${name}".`, {
    hint: "Cells may be texts, numbers, booleans, dates or null.",
  });
}
