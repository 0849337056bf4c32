/** Row-major; `data.length === rows * columns`. `data` may view shared memory. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** A matrix of zeros, in shared memory when `shared`, so that worker threads read one copy. */
export function zeros(rows: number, columns: number, shared = false): Matrix {
  const bytes = rows * columns * 4;
  return {
    rows,
    columns,
    data: new Float32Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)),
  };
}

/** Positions in a table, ascending unless said otherwise. */
export type RowIndex = Uint32Array;
