import type { NumberFormat } from "./number-format.ts";

/** A column as read: every row has a place, missing ones too. */
export type Column =
  | {
      readonly kind: "numeric";
      readonly name: string;
      readonly values: Float64Array; // NaN = missing; never infinite
      // of a file that writes them otherwise than plain; a model keeps it for later files
      readonly format?: NumberFormat;
      readonly missingWords?: readonly string[]; // texts that counted as missing in this column alone
    }
  | {
      readonly kind: "category";
      readonly name: string;
      readonly codes: Int32Array;
      readonly levels: readonly string[];
    } // -1 = missing
  | {
      readonly kind: "date";
      readonly name: string;
      readonly values: Float64Array;
      readonly hasTime: boolean;
      readonly dayFirst?: boolean; // known when forms such as 23/04/2020 decided it; a model keeps it for later files
      readonly missingWords?: readonly string[];
    }; // days since 1970-01-01 UTC, NaN = missing

export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

/** Why a column has its kind, in one sentence, for the report and `inspect`. */
export interface ColumnDecision {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly reason: string;
  readonly missing: number;
  readonly distinct: number;
}

/** Something a reader must know about the data, and what was done about it. `code` never changes between versions. */
export interface Finding {
  readonly code: string; // such as "constant-column"
  readonly severity: "note" | "warning";
  readonly column: string | null;
  readonly message: string; // one sentence: what was seen
  readonly action: string; // one sentence: what was done
}
