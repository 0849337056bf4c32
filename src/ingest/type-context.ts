import type { NumberFormat } from "./number-format.ts";

/** What a user may say a column is. The two date orders are for files whose dates leave it open. */
export type AskedKind = "numeric" | "category" | "date" | "date-day-first" | "date-month-first" | "ignore";

/** How a column is to be typed: the file's dialect, and what is known or asked. */
export interface TypeContext {
  readonly delimiter: string;
  readonly decimal: "." | "," | null; // as the user says
  readonly fileDecimal: "." | "," | null; // on which the columns of the file agree
  readonly asked: Exclude<AskedKind, "ignore"> | null;
  /** A file for prediction: what cannot be read becomes missing instead of an error. */
  readonly lenient: boolean;
  readonly format?: NumberFormat; // as the model learnt to read this column
  readonly words?: readonly string[]; // that the model learnt to be missing in this column
  readonly where: (row: number) => string; // "line 7"
  readonly missingNumbers: ReadonlySet<number>;
  readonly missingDays: ReadonlySet<number>;
}
