import type { Results } from "../evaluate/results/results.ts";

/** A copy of the results for a download link. */
export interface EmbeddedCopy {
  readonly base64: string;
  readonly bytes: number;
  readonly complete: boolean; // false: curves and clouds of points are left out
}

/**
 * The results as JSON in base64, within `room` characters: whole, or without the points of curves, or null when even
 * that is too large.
 */
export function embedded(results: Results, room: number): EmbeddedCopy | null {
  const limit = Math.floor(room / 4) * 3;
  const whole = Buffer.from(JSON.stringify(results), "utf8");
  if (whole.length <= limit) return copyOf(whole, true);
  const bare = Buffer.from(JSON.stringify(withoutPoints(results)), "utf8");
  return bare.length <= limit ? copyOf(bare, false) : null;
}

function copyOf(json: Buffer, complete: boolean): EmbeddedCopy {
  return { base64: json.toString("base64"), bytes: json.length, complete };
}

function withoutPoints(results: Results): Results {
  return {
    ...results,
    diagnostics: results.diagnostics.map((one) => ({
      ...one,
      roc: one.roc.map((curve) => ({ ...curve, points: [] })),
      precisionRecall: one.precisionRecall.map((curve) => ({ ...curve, points: [] })),
      scatter: [],
    })),
    path: [],
    importance: results.importance.map((one) => ({ ...one, byFold: [] })),
    data: {
      ...results.data,
      columns: results.data.columns.map((column) => ({ ...column, histogram: [] })),
    },
  };
}
