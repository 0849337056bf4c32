import { hash } from "../../base/random.ts";
import { type OccamOptions, presets } from "../../descent/options.ts";
import { readRoles } from "../../ingest/roles.ts";
import { amount, count } from "../../report/number.ts";
import { openEngine, resolveEngine } from "../../run/engine.ts";
import { planRun } from "../../run/plan.ts";
import type { Study, StudyOutcome, StudyTable } from "../study.ts";
import { contenders } from "./contenders.ts";
import { dealStream } from "./deal.ts";
import { renderAnytime } from "./page.ts";
import { type AnytimeSummary, findingOf, summarise } from "./summary.ts";
import { type StageResult, trainOverTime } from "./train.ts";
import { type AnytimeStudy, labelOf, replayWords, withInterval } from "./words.ts";

export const anytimeStudy: Study = {
  id: "anytime",
  what: "pruning while data arrive in megabatches",
  details:
    "anytime deals the rows to --megabatches, as if they arrived over time, and trains one network on them in four " +
    "ways: Anytime Progressive Pruning (arXiv:2204.01640), its rivals that are dense or pruned once at the start, " +
    "and a guarded descent that prunes where a test allows it. A fifth of the rows only tests, after every " +
    "megabatch. With --time the megabatches are in the order of that column.",
  run: async (request, settings, { observe }) => {
    const { run } = planRun(request);
    const { time } = readRoles(request.table, request, { rows: run.usedRows, file: request.name });
    const { backend } = await resolveEngine(request, { now: () => 0 });
    const engine = await openEngine({ engine: request.engine, ...(backend === null ? {} : { backend }) });
    const options = ofOneNetwork(presets[request.preset]);
    const total = settings.seeds * contenders.length * settings.megabatches;
    const results: StageResult[] = [];
    let rows = { stream: 0, test: 0 };
    for (let repetition = 0; repetition < settings.seeds; repetition++) {
      const seed = repetition === 0 ? request.seed : hash([request.seed, "repetition", repetition]);
      const stream = dealStream(run, { megabatches: settings.megabatches, time, seed });
      rows = { stream: stream.rows.length - stream.test.length, test: stream.test.length };
      const training = { run, stream, engine, options, replay: settings.replay, seed };
      for (const contender of contenders) {
        for await (const result of trainOverTime(contender, training)) {
          results.push(result);
          const what = `${contender.label}, seed ${repetition + 1}, megabatch ${result.megabatch}`;
          await observe({ share: results.length / total, what });
        }
      }
    }
    const summary = summarise(results);
    const measure = run.kind === "regression" ? `RMSE of ${request.target}` : "share of test rows misclassified";
    return outcomeOf({ request, settings, measure, rows, results, summary, finding: findingOf(summary) });
  },
};

/** One network, as the authors train: nothing is averaged, so its own temperature is right. */
function ofOneNetwork(preset: OccamOptions): OccamOptions {
  return { ...preset, ensemble: { members: 1, parts: 1, calibrate: "full" } };
}

function outcomeOf(study: AnytimeStudy): StudyOutcome {
  const { request, settings, results, summary, measure, rows, finding } = study;
  return {
    title: `${request.name}: ${settings.megabatches} megabatches, ${settings.seeds === 1 ? "1 seed" : `${settings.seeds} seeds`}, replay ${replayWords(settings.replay)}; ${measure}`,
    tables: [overview(summary), byMegabatch(summary)],
    finding,
    json: {
      schema: "occam-tab/study-anytime@1",
      version: request.origin.version,
      command: request.origin.command,
      data: { name: request.name, sha256: request.source.sha256, target: request.target, ...rows },
      settings: { ...settings, seed: request.seed, preset: request.preset },
      measure,
      methods: contenders.map(({ id, label, describe }) => ({ id, label, describe })),
      summary,
      finding,
      results,
    },
    csv: {
      header: csvColumns.map(([name]) => name),
      rows: results.map((result) => csvColumns.map(([, valueOf]) => valueOf(result) ?? "")),
    },
    page: renderAnytime(study),
  };
}

const csvColumns: readonly (readonly [string, (result: StageResult) => string | number | null])[] = [
  ["method", ({ contender }) => contender],
  ["seed", ({ seed }) => seed],
  ["megabatch", ({ megabatch }) => megabatch],
  ["rows_seen", ({ rowsSeen }) => rowsSeen],
  ["error", ({ error }) => error],
  ["log_loss", ({ logLoss }) => logLoss],
  ["train_error", ({ trainError }) => trainError],
  ["weights", ({ weights }) => weights],
  ["parameters", ({ parameters }) => parameters],
  ["operations", ({ operations }) => operations],
];

function overview({ contenders: found }: AnytimeSummary): StudyTable {
  const titles = ["error at the end", "cumulative", "gap", "weights", "operations"];
  return {
    columns: [{ title: "method", align: "left" }, ...titles.map((title) => ({ title, align: "right" as const }))],
    rows: found.map(({ id, errors, cumulative, gap, weights, operations }) => [
      labelOf(id),
      withInterval(errors.at(-1)!),
      withInterval(cumulative),
      withInterval(gap),
      count(weights.at(-1)!.mean),
      amount(operations.mean),
    ]),
  };
}

function byMegabatch({ contenders: found }: AnytimeSummary): StudyTable {
  const numbers = found[0]!.errors.map((_, index) => ({ title: String(index + 1), align: "right" as const }));
  return {
    columns: [{ title: "error after", align: "left" }, ...numbers],
    rows: found.map(({ id, errors }) => [labelOf(id), ...errors.map(({ mean }) => amount(mean))]),
  };
}
