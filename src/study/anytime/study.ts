import { integer, nullable, partialRecord, word } from "../../base/check.ts";
import { amount as amountCheck, count as countCheck } from "../../base/quantity.ts";
import { type OccamOptions, presets } from "../../descent/options.ts";
import type { Replay } from "../../descent/replay.ts";
import { amount, count, plural } from "../../report/number.ts";
import { openEngine } from "../../run/engine.ts";
import { withInterval } from "../estimate.ts";
import { seedOf, type Study, type StudySubject, type StudyTable, tableOf } from "../study.ts";
import { contenders } from "./contenders.ts";
import { dealStream } from "./deal.ts";
import { renderAnytime } from "./page.ts";
import { type AnytimeSummary, findingOf, summarise } from "./summary.ts";
import { type StageResult, trainOverTime } from "./train.ts";
import { labelOf, replayWords } from "./words.ts";

/** One network over all megabatches. */
interface AnytimeCell {
  readonly contender: string; // its id
  readonly repetition: number;
  readonly seed: number;
  readonly megabatches: number;
  readonly replay: Replay;
  readonly ordered: boolean; // by --time
}

export const anytimeStudy: Study<AnytimeCell, StageResult> = {
  id: "anytime",
  what: "pruning while data arrive in megabatches",
  details:
    "anytime deals the rows to --megabatches, as if they arrived over time, and trains one network on them in four " +
    "ways: Anytime Progressive Pruning (arXiv:2204.01640), its rivals that are dense or pruned once at the start, " +
    "and a guarded descent that prunes where a test allows it. A fifth of the rows is kept for a test after every " +
    "megabatch. With --time the megabatches are in the order of that column.",
  seeds: () => 3,
  makes: [],
  cells: (data) => {
    const { settings, time } = data;
    const { megabatches, replay, seeds } = settings;
    dealStream(tableOf(data), { megabatches, time, seed: settings.seed }); // refuses a table that is too small
    return Array.from({ length: seeds }, (_, repetition) => seedOf(settings, repetition)).flatMap((seed, repetition) =>
      contenders.map(({ id }) => ({ contender: id, repetition, seed, megabatches, replay, ordered: time !== null })),
    );
  },
  describe: ({ contender, repetition }) => `${labelOf(contender)}, seed ${repetition + 1}`,
  work: () => 1,
  compute: async ({ contender, seed, megabatches, replay }, data) => {
    const run = tableOf(data);
    const engine = await openEngine(data.settings);
    const stream = dealStream(run, { megabatches, time: data.time, seed });
    const options = ofOneNetwork(presets[data.settings.preset]);
    const results: StageResult[] = [];
    const method = contenders.find(({ id }) => id === contender)!;
    for await (const result of trainOverTime(method, { run, stream, engine, options, replay, seed })) {
      results.push(result);
    }
    return results;
  },
  result: partialRecord<StageResult>({
    contender: word(...contenders.map(({ id }) => id)),
    seed: countCheck,
    megabatch: integer(1, Number.MAX_SAFE_INTEGER),
    rowsSeen: countCheck,
    error: amountCheck,
    logLoss: nullable(amountCheck),
    newError: nullable(amountCheck),
    trainError: amountCheck,
    weights: amountCheck,
    parameters: amountCheck,
    operations: amountCheck,
  }),
  outcome: (subject, results) => {
    const summary = summarise(results);
    const finding = findingOf(summary);
    const { settings } = subject;
    const run = tableOf(subject);
    const measure = run.kind === "regression" ? `RMSE of ${run.target.name}` : "share of test rows misclassified";
    const stream = Math.max(...results.map(({ rowsSeen }) => rowsSeen));
    const rows = { stream, test: run.usedRows.length - stream };
    return {
      title: titleOf(subject, measure),
      tables: [overview(summary), byMegabatch(summary)],
      finding,
      summary: {
        ...{ measure, rows, megabatches: settings.megabatches, replay: settings.replay },
        methods: contenders.map(({ id, label, describe }) => ({ id, label, describe })),
        ...summary,
      },
      page: renderAnytime({ subject, measure, rows, seeds: settings.seeds, summary, finding }),
    };
  },
};

/** One network, as the authors train: nothing is averaged, so its own temperature is right. */
function ofOneNetwork(preset: OccamOptions): OccamOptions {
  return { ...preset, ensemble: { members: 1, parts: 1, calibrate: "full" } };
}

function titleOf({ name, settings }: StudySubject, measure: string): string {
  const { megabatches, seeds, replay } = settings;
  return `${name}: ${megabatches} megabatches, ${plural(seeds, "seed")}, replay ${replayWords(replay)}; ${measure}`;
}

function overview({ contenders: found }: AnytimeSummary): StudyTable {
  const titles = ["error at the end", "cumulative", "gap", "weights", "operations"];
  return {
    columns: [
      { title: "method", align: "left", whole: true },
      ...titles.map((title) => ({ title, align: "right" as const })),
    ],
    rows: found.map(({ id, errors, cumulative, gaps, weights, operations }) => [
      labelOf(id),
      withInterval(errors.at(-1)!),
      withInterval(cumulative),
      withInterval(gaps.at(-1)!),
      count(weights.at(-1)!.mean),
      amount(operations.mean),
    ]),
  };
}

function byMegabatch({ contenders: found }: AnytimeSummary): StudyTable {
  const numbers = found[0]!.errors.map((_, index) => ({ title: String(index + 1), align: "right" as const }));
  return {
    columns: [{ title: "error after", align: "left", whole: true }, ...numbers],
    rows: found.map(({ id, errors }) => [labelOf(id), ...errors.map(({ mean }) => amount(mean))]),
  };
}
