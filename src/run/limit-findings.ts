import type { Finding } from "../ingest/table.ts";
import { counted } from "../ingest/row-checks.ts";
import { modelOf } from "../models/index.ts";
import type { ModelId } from "../models/names.ts";
import type { Interruption } from "../models/trained-model.ts";
import type { FitRequest } from "./request.ts";

/** A model that the time limit ended in some folds. */
export interface InterruptedModel {
  readonly id: ModelId;
  readonly folds: number;
  readonly interruptions: readonly Interruption[];
}

/** What a run did with its limits. */
export interface Spending {
  /** Of the network, by fold and as saved; null without one. */
  readonly parameters: { readonly folds: readonly number[]; readonly saved: number } | null;
  /** That the final model learnt from, and that there were. */
  readonly rows: { readonly learnt: number; readonly used: number };
  readonly interrupted: readonly InterruptedModel[];
}

/** What became of the limits of a request. */
export function limitFindings(
  request: Pick<FitRequest, "timeLimitSeconds" | "maxParameters">,
  { parameters, rows, interrupted }: Spending,
): readonly Finding[] {
  const { timeLimitSeconds: seconds, maxParameters } = request;
  const size = parameters === null ? [] : sizeFinding(maxParameters, parameters);
  if (seconds === null) return size;
  const limit = `limit of ${counted(seconds, "second", "seconds")}`;
  return [timeFinding(limit), ...sampleFinding(limit, rows), ...interruptedFinding(limit, interrupted), ...size];
}

/** Models that had too little time are still compared, so the reader must know. */
function interruptedFinding(limit: string, interrupted: readonly InterruptedModel[]): readonly Finding[] {
  if (interrupted.length === 0) return [];
  const where = interrupted.map(
    ({ id, folds, interruptions }) =>
      `${modelOf(id).label} in ${interruptions.length} of ${folds} folds (after ${reached(interruptions)})`,
  );
  return [
    {
      code: "time-limit-reached",
      severity: "warning",
      column: null,
      message: `A ${limit} ended the training early: ${where.join(", ")}.`,
      action: "Scored as they were then. With more time each may be better, and the verdict may change.",
    },
  ];
}

/** "9 to 14 rounds", "30 of 500 trees". */
function reached(interruptions: readonly Interruption[]): string {
  const done = interruptions.map((one) => one.done);
  const [least, most] = [Math.min(...done), Math.max(...done)];
  const asked = interruptions[0]?.asked ?? null;
  const range = least === most ? `${least}` : `${least} to ${most}`;
  if (asked !== null) return `${range} of ${asked} trees`;
  return range === "1" ? "1 round" : `${range} rounds`;
}

function sampleFinding(
  limit: string,
  { learnt, used }: { readonly learnt: number; readonly used: number },
): readonly Finding[] {
  if (learnt === used) return [];
  return [
    {
      code: "time-limit-sample",
      severity: "warning",
      column: null,
      message:
        `A ${limit} is short for ${used.toLocaleString("en-US")} rows: every model learnt from at most ` +
        `${learnt.toLocaleString("en-US")} of them, drawn at random.`,
      action:
        "Give more time, so that all models learn from all rows. Every row was still predicted by models that had " +
        "not seen it.",
    },
  ];
}

function timeFinding(limit: string): Finding {
  return {
    code: "time-limit",
    severity: "note",
    column: null,
    message: `The run had a ${limit}, so how far the training came depends on the machine.`,
    action: "The best networks up to then were kept. For a run that can be repeated, use --max-operations instead.",
  };
}

/**
 * Pruning ends above the limit when each layer is down to two weights per unit, or when rounds or operations run out.
 */
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
      message:
        `The network has more than the ${most.toLocaleString("en-US")} parameters of --max-parameters in ` +
        `${where.join(" and in ")}.`,
      action:
        "The smallest network that the descent reached was scored and saved. --preset tiny, an ensemble of fewer " +
        "networks, ends smaller.",
    },
  ];
}
