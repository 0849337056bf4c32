import type { StreamedPart } from "../../evaluate/results/training.ts";
import type { Finding } from "../../ingest/table.ts";
import type { Ongoing } from "../../learn/ongoing.ts";
import type { LearnRecord } from "../../learn/memory.ts";
import { count, plural } from "../../report/number.ts";
import { driftWords } from "../../report/sections/stream.ts";

export function partOf({ rows, score, outcome, worse, unlike }: LearnRecord): StreamedPart {
  return { rows, score, outcome, worse, unlike };
}

/** Whether the rows of the stream changed. */
export function drifted(history: readonly LearnRecord[]): readonly Finding[] {
  const message = driftWords(history);
  if (message === null) return [];
  return [
    {
      code: "stream-drift",
      severity: "warning",
      column: null,
      message,
      action: "Scores on the sample mix the rows before and after: see what the stream taught.",
    },
  ];
}

/** What was streamed, and the scores on rows kept for the test. */
export function streamed(
  {
    path,
    rows,
    learnt,
    sample,
  }: { readonly path: string; readonly rows: number; readonly learnt: number; readonly sample: number },
  { memory }: Ongoing,
  scores: readonly string[],
): Finding {
  const taken = memory.history.filter(({ outcome }) => outcome === "learnt").length;
  return {
    code: "streamed",
    severity: "note",
    column: null,
    message:
      `${path} was read as a stream of ${count(rows)} rows. All models were fitted and compared on a sample of ` +
      `${count(sample)}; the network went on over ${count(learnt)} rows in ` +
      `${plural(memory.history.length, "megabatch", "megabatches")} and kept what it learnt from ${taken}. ` +
      `On rows kept for a test, which nothing has learnt: ${scores.join("; ")}.`,
    action: "Scores and intervals in this report are those of the sample; model.json is the network after all rows.",
  };
}

/** Each code and column once: megabatches say the same. */
export function once(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.column}`, finding])).values()];
}
