import type { Finding } from "../ingest/table.ts";
import type { FitRequest } from "./request.ts";

/**
 * What became of the budgets of a request; `parameters` are those of the network, by fold and of the saved one, `rows` what the
 * final model learnt from.
 */
export function budgetFindings(
  request: Pick<FitRequest, "timeLimitSeconds" | "maxParameters">,
  parameters: { readonly folds: readonly number[]; readonly saved: number },
  rows: { readonly learnt: number; readonly used: number },
): readonly Finding[] {
  return [
    ...timeFinding(request.timeLimitSeconds),
    ...sampleFinding(request.timeLimitSeconds, rows),
    ...sizeFinding(request.maxParameters, parameters),
  ];
}

function sampleFinding(
  seconds: number | null,
  { learnt, used }: { readonly learnt: number; readonly used: number },
): readonly Finding[] {
  if (learnt === used) return [];
  return [
    {
      code: "time-limit-sample",
      severity: "warning",
      column: null,
      message: `A limit of ${seconds} seconds is short for ${used.toLocaleString("en-US")} rows: every model learnt from at most ${learnt.toLocaleString("en-US")} of them, drawn at random.`,
      action:
        "Give more time, so that all models learn from all rows; every row was still predicted by models that had not seen it.",
    },
  ];
}

function timeFinding(seconds: number | null): readonly Finding[] {
  if (seconds === null) return [];
  return [
    {
      code: "time-limit",
      severity: "note",
      column: null,
      message: `The run had a limit of ${seconds} seconds, so how far the training came depends on the machine.`,
      action:
        "The best networks so far were taken; for a run that can be repeated give --max-operations instead.",
    },
  ];
}

/** Pruning ends before a small enough network where each layer is down to two weights a unit, or the rounds or the operations are spent. */
function sizeFinding(
  most: number | null,
  { folds, saved }: { readonly folds: readonly number[]; readonly saved: number },
): readonly Finding[] {
  if (most === null) return [];
  const missed = folds.filter((parameters) => parameters > most);
  if (missed.length === 0 && saved <= most) return [];
  const where = [
    ...(missed.length === 0
      ? []
      : [`${missed.length} of ${folds.length} folds (up to ${Math.max(...missed).toLocaleString("en-US")})`]),
    ...(saved <= most ? [] : [`the saved model (${saved.toLocaleString("en-US")})`]),
  ];
  return [
    {
      code: "max-parameters-missed",
      severity: "warning",
      column: null,
      message: `The network has more than the ${most.toLocaleString("en-US")} parameters of --max-parameters in ${where.join(" and in ")}.`,
      action:
        "The smallest that the descent reached was scored and saved; --preset tiny, a bag of fewer networks, ends smaller.",
    },
  ];
}
