import { UserError } from "../base/errors.ts";

/** To a worker: one job, and with the first what jobs read, or what they read from now on. */
export interface Request<Job, Shared> {
  readonly job: Job;
  readonly shared?: Shared;
}

/** From a worker to the pool: any number of reports, then a result or a failure. */
export type Reply<Result, Report> =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "failure"; readonly failure: Failure };

/** An error as plain values: structured cloning keeps neither the class nor the fields of a `UserError`. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly user: { readonly hint: string | null; readonly exitCode: number } | null;
}

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: "", user: null };
  const user = error instanceof UserError ? { hint: error.hint ?? null, exitCode: error.exitCode } : null;
  return { name: error.name, message: error.message, stack: error.stack ?? "", user };
}

/** The error again, with the stack of the thread that it was thrown in. */
export function fromFailure(failure: Failure): Error {
  if (failure.user !== null) {
    const { hint, exitCode } = failure.user;
    return new UserError(failure.message, hint === null ? { exitCode } : { hint, exitCode });
  }
  const error = new Error(failure.message);
  error.name = failure.name;
  error.stack = failure.stack;
  return error;
}
