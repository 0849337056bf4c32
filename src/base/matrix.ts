/** Row-major; `data.length === rows * columns`. `data` may view shared memory. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** A matrix of zeros. */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float32Array(rows * columns) };
}

/** Positions in a table, ascending unless said otherwise. */
export type RowIndex = Uint32Array;

/** As `Matrix`, in double precision. */
export interface Matrix64 {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Numbers of either precision: probabilities, or predictions in the units of a table. */
export interface NumberMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array | Float64Array;
}
