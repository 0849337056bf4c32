/** Exit codes of the process; documented in the README. */
export const exitCode = {
  fine: 0,
  regressed: 1,
  input: 2,
  unavailable: 3,
  interrupted: 130,
} as const;

/**
 * A mistake that the user can fix: what is wrong, where, and the value; `hint` says how to fix it. Printed without a
 * stack.
 */
export class UserError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: number;
  constructor(message: string, options: { hint?: string; exitCode?: number } = {}) {
    super(message);
    this.name = "UserError";
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCode.input;
  }
}

/** A table without any row, which may be one part of a table that has rows. */
export class NoRowsError extends UserError {}

/** The candidate nearest to `name` by edits (Damerau-Levenshtein, restricted), or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase().slice(0, 200);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = edits(wanted, candidate.toLowerCase().slice(0, 200));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

function edits(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforePrevious[j - 2]! + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/** What an error of a library says, to stand within a sentence: without a full stop at its end. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/[.\s]+$/u, "") : String(error);
}
