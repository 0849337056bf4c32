import { Cholesky } from "../../../base/cholesky.ts";
import type { Matrix64 } from "../../../base/matrix.ts";
import type { Random } from "../../../base/random.ts";

/** Neighbouring features with one number on the diagonal, and what they add to the Gram matrix UᵀU. */
interface Group {
  readonly diagonal: number;
  readonly count: number;
  readonly gram: Float64Array; // k × k
}

/** (Σ + τ)⁻¹ with the traces that the asymptotics need. */
export interface Resolvent {
  readonly apply: (vector: ArrayLike<number>) => Float64Array;
  /** Of k × k systems, which are solved only when asked for. */
  readonly traces: () => Traces;
}

interface Traces {
  readonly degrees: number; // tr Σ(Σ + τ)⁻¹
  readonly squaredDegrees: number; // tr (Σ(Σ + τ)⁻¹)²
}

/**
 * The covariance Σ = D + U·Uᵀ of p features: a diagonal D with few different numbers, and a factor U, p × k. Systems
 * with Σ + τ are solved through k × k ones (Woodbury).
 */
export class Covariance {
  readonly size: number;
  private readonly diagonal: Float64Array;
  private readonly factor: Matrix64;
  private readonly groups: readonly Group[];

  constructor(diagonal: Float64Array, factor: Matrix64) {
    this.size = diagonal.length;
    this.diagonal = diagonal;
    this.factor = factor;
    this.groups = groupsOf(diagonal, factor);
  }

  /** Σ·v */
  times(vector: ArrayLike<number>): Float64Array {
    const common = this.project(vector);
    return this.diagonal.map((own, i) => own * vector[i]! + this.row(i, common));
  }

  /** A draw from N(0, Σ). */
  draw(random: Random): Float64Array {
    const common = Float64Array.from({ length: this.factor.columns }, () => random.normal());
    return this.diagonal.map((own, i) => Math.sqrt(own) * random.normal() + this.row(i, common));
  }

  /** (Σ + τ)⁻¹ = A⁻¹ − A⁻¹U·C⁻¹·UᵀA⁻¹ with A = D + τ and C = 1 + UᵀA⁻¹U. */
  resolvent(tau: number): Resolvent {
    const k = this.factor.columns;
    const first = this.gram(tau, 1);
    const core = new Cholesky(k, (i, j) => first[i * k + j]! + (i === j ? 1 : 0));
    return {
      apply: (vector) => {
        const plain = Float64Array.from(vector, (value, i) => value / (this.diagonal[i]! + tau));
        const common = core.solve(this.project(plain));
        return plain.map((value, i) => value - this.row(i, common) / (this.diagonal[i]! + tau));
      },
      traces: () => this.traces(tau, core),
    };
  }

  private traces(tau: number, core: Cholesky): Traces {
    if (tau === 0) return { degrees: this.size, squaredDegrees: this.size };
    const k = this.factor.columns;
    const columns = (matrix: Float64Array) =>
      Array.from({ length: k }, (_, j) => core.solve(matrix.subarray(j * k, (j + 1) * k)));
    const seconds = columns(this.gram(tau, 2)); // C⁻¹·UᵀA⁻²U by columns
    const trace = this.plainTrace(tau, 1) - traceOf(seconds);
    const squares = seconds.reduce((sum, column, j) => {
      return sum + column.reduce((inner, value, i) => inner + value * seconds[i]![j]!, 0);
    }, 0);
    const squaredTrace = this.plainTrace(tau, 2) - 2 * traceOf(columns(this.gram(tau, 3))) + squares;
    return {
      degrees: this.size - tau * trace,
      squaredDegrees: this.size - 2 * tau * trace + tau * tau * squaredTrace,
    };
  }

  /** Uᵀ·v */
  private project(vector: ArrayLike<number>): Float64Array {
    const { columns, data } = this.factor;
    const result = new Float64Array(columns);
    for (let i = 0; i < this.size; i++) {
      for (let j = 0; j < columns; j++) result[j]! += data[i * columns + j]! * vector[i]!;
    }
    return result;
  }

  /** Row i of U times `common`. */
  private row(i: number, common: Float64Array): number {
    const { columns, data } = this.factor;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += data[i * columns + j]! * common[j]!;
    return sum;
  }

  /** UᵀA⁻ᵉU, symmetric. */
  private gram(tau: number, power: number): Float64Array {
    const sum = new Float64Array(this.factor.columns ** 2);
    for (const { diagonal, gram } of this.groups) {
      const weight = inversePower(diagonal + tau, power);
      for (let at = 0; at < sum.length; at++) sum[at]! += weight * gram[at]!;
    }
    return sum;
  }

  /** tr A⁻ᵉ */
  private plainTrace(tau: number, power: number): number {
    return this.groups.reduce((sum, { diagonal, count }) => sum + count * inversePower(diagonal + tau, power), 0);
  }
}

/** By products alone, which are the same on every version of Node. */
function inversePower(value: number, power: number): number {
  let result = 1;
  for (let factor = 0; factor < power; factor++) result /= value;
  return result;
}

function traceOf(columns: readonly Float64Array[]): number {
  return columns.reduce((sum, column, j) => sum + column[j]!, 0);
}

function groupsOf(diagonal: Float64Array, { columns: k, data }: Matrix64): readonly Group[] {
  const groups: Group[] = [];
  let start = 0;
  for (let end = 1; end <= diagonal.length; end++) {
    if (end < diagonal.length && diagonal[end] === diagonal[start]) continue;
    const gram = new Float64Array(k * k);
    for (let row = start; row < end; row++) {
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) gram[i * k + j]! += data[row * k + i]! * data[row * k + j]!;
      }
    }
    groups.push({ diagonal: diagonal[start]!, count: end - start, gram });
    start = end;
  }
  return groups;
}
