import { UserError } from "../../base/errors.ts";
import { Random } from "../../base/random.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Finding } from "../../ingest/table.ts";
import { learnRows } from "../../learn/learn.ts";
import type { Ongoing } from "../../learn/ongoing.ts";
import { rolesOf } from "../../learn/roles.ts";
import { newRows } from "../../learn/rows.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { modelOf } from "../../models/index.ts";
import { savedIds } from "../../models/names.ts";
import { predict } from "../../predict/table.ts";
import { amount, count } from "../../report/number.ts";
import { openEngine } from "../../run/engine.ts";
import { fit, type FitOutcome, type RunHooks } from "../../run/fit.ts";
import type { FitRequest } from "../../run/request.ts";
import { scoreClassification, scoreRegression } from "../../evaluate/score.ts";
import type { World } from "../world.ts";
import { startOngoing } from "../files/ongoing.ts";
import { nameOf } from "../files/read.ts";
import type { Reading } from "../files/joined-parts.ts";
import { parseForModel, parseSource, type TableSource } from "../files/reading.ts";
import type { FlagValues } from "../flags/index.ts";
import { replayOf, replayOfLearn } from "../flags/replay.ts";
import { megabatches } from "./megabatches.ts";
import { drifted, once, partOf, streamed } from "./findings.ts";
import { openRowFile } from "./open-rows.ts";
import type { RowFile } from "./row-file.ts";
import { sampleRows } from "./sample.ts";

/** A fit, and its network after all rows of a file; null where that was not streamed. */
export interface StreamedFit {
  readonly outcome: FitOutcome; // of the sample, with a finding that says what was streamed
  readonly ongoing: Ongoing | null;
}

const mostTestRows = 20_000;
const testShare = 0.2;
const fewestRows = 100;
const replay = replayOf(replayOfLearn);

/** The rows of a file to fit on and those to test on, drawn in one pass. */
interface Drawn {
  readonly reading: Reading; // of the sample
  readonly test: readonly unknown[]; // rows, as the file gives them
  readonly testNumbers: ReadonlySet<number>;
  readonly rows: number; // of the file
}

export interface Stream {
  readonly file: RowFile;
  readonly drawn: Drawn;
}

interface Streaming {
  readonly flags: FlagValues;
  readonly say: (line: string) => void;
}

/** The first pass over a file. Throws a UserError for one that cannot be streamed, or has too few rows. */
export async function openStream(path: string, flags: FlagValues, world: World): Promise<Stream> {
  const file = await openRowFile(path, flags, world);
  return { file, drawn: await drawSample(file, path, flags) };
}

async function drawSample(file: RowFile, path: string, flags: FlagValues): Promise<Drawn> {
  const { seed, sample } = flags;
  const wanted = sample + Math.min(mostTestRows, Math.ceil(testShare * sample));
  const { sampled, all } = await sampleRows(file, wanted, Random.of(seed, "stream"));
  if (all < fewestRows) {
    throw new UserError(`${path} has ${all} rows; --stream needs ${fewestRows} at least.`, {
      hint: "Leave out --stream.",
    });
  }
  const testRows = Math.min(mostTestRows, Math.floor((testShare * sampled.length) / (1 + testShare)));
  const order = Random.of(seed, "stream", "test").shuffle(Uint32Array.from(sampled, (_, i) => i));
  const chosen = new Set(order.subarray(0, testRows));
  const part = (isTest: boolean) => sampled.filter((_, i) => chosen.has(i) === isTest);
  const source = file.table(
    part(false).map(({ row }) => row),
    { name: nameOf(path), file: `a sample of ${path}` },
  );
  return {
    reading: { ...(await parseSource(source, flags)), sha256: file.sha256, bytes: file.bytes },
    test: part(true).map(({ row }) => row),
    testNumbers: new Set(part(true).map(({ number }) => number)),
    rows: all,
  };
}

/**
 * Fits all models on the sample, then lets the network go on over the other rows of the file, megabatch by megabatch,
 * and scores what there is on rows that nothing has learnt. Throws a UserError for a file that changed between the
 * passes.
 */
export async function fitStream(
  { file, drawn, request }: Stream & { readonly request: FitRequest },
  { path, flags, say }: Streaming & { readonly path: string },
  hooks: RunHooks,
): Promise<StreamedFit> {
  const save = request.models.filter((id) => savedIds.includes(id));
  const outcome = await fit({ ...request, save }, hooks);
  if (outcome.model === null) throw new UserError("--stream needs a network: --models leaves it out.");
  const begun = startOngoing(outcome.model);
  const engine = await openEngine({ engine: request.engine === "tfjs" ? "auto" : request.engine });
  const { sha256 } = file;
  const { ongoing, rows, findings } = await learnOn(
    begun,
    { file, drawn, engine },
    { flags, say, signal: hooks.signal },
  );
  if (file.sha256 !== sha256) {
    throw new UserError(`${path} changed while it was read.`, { hint: "Stream a file that is complete." });
  }
  const others = request.models.flatMap((id) => {
    const model = id === "occam" ? undefined : outcome.saved.get(id);
    return model === undefined ? [] : [[`${modelOf(id).label} on the sample`, model] as const];
  });
  const scored = [
    ["Network on the sample", begun.model],
    ["Network after all rows", ongoing.model],
    ...others,
  ] as const;
  const name = `the rows of ${path} kept for the test`;
  const test = file.table(drawn.test, { name, file: name });
  const lines: string[] = [];
  for (const [label, model] of scored) lines.push(`${label}: ${await testScore(model, test, flags)}`);
  const { history } = ongoing.memory;
  const metric = outcome.model.task.kind === "regression" ? ("rmse" as const) : ("logLoss" as const);
  const results = {
    ...outcome.results,
    stream: { metric, parts: history.map(partOf) },
    findings: [
      ...outcome.results.findings,
      ...drifted(history),
      streamed({ path, rows: drawn.rows, learnt: rows, sample: drawn.reading.table.rowCount }, ongoing, lines),
      ...once(findings),
    ],
  };
  return { outcome: { ...outcome, results, model: ongoing.model }, ongoing };
}

interface LearntOn {
  readonly ongoing: Ongoing;
  readonly rows: number; // that were learnt
  readonly findings: readonly Finding[];
}

/** Lets a network go on over the rows of a file that are not kept for the test, one megabatch after another. */
async function learnOn(
  begun: Ongoing,
  { file, drawn, engine }: Stream & { readonly engine: Engine },
  { flags, say, signal }: Streaming & { readonly signal: AbortSignal | undefined },
): Promise<LearntOn> {
  const findings: Finding[] = [];
  let ongoing = begun;
  let rows = 0;
  for await (const { parts, rows: added, place } of megabatches(file, drawn.testNumbers, flags.megabatch)) {
    const name = `the part from ${place} on`;
    const data = await parseForModel(file.table(parts, { name, file: name }), flags, begun.model);
    const learnt = await learnRows(ongoing, { ...data, name, sha256: "" }, { replay, engine });
    ongoing = { model: learnt.model, memory: learnt.memory };
    rows += added;
    findings.push(...data.findings.filter(({ severity }) => severity === "warning"), ...learnt.findings);
    const { score, metric, outcome, anew } = learnt.record;
    const words = metric === "rmse" ? "RMSE" : "log-loss";
    const how = anew === undefined ? outcome : `${outcome} in a descent from the start`;
    say(`${count(rows)} of ${count(drawn.rows)} rows: ${words} ${amount(score)} before they were learnt, ${how}.`);
    signal?.throwIfAborted();
  }
  return { ongoing, rows, findings };
}

/** The score of a model on rows that it has not seen. */
async function testScore(model: ModelArtifact, source: TableSource, flags: FlagValues): Promise<string> {
  const { name } = source;
  const { table } = newRows(model, (await parseForModel(source, flags, model)).table, name);
  const { inputs, target, weights } = rolesOf(model, table);
  const { values } = predict(model, { table: { ...table, columns: inputs }, name });
  const given = weights === null ? null : Float64Array.from(weights);
  if (model.task.kind === "regression") {
    if (target.kind === "category") throw new Error("A target of numbers was read as text.");
    return `RMSE ${amount(scoreRegression(target.values, values, given).rmse ?? 0)}`;
  }
  if (target.kind !== "category") throw new Error("A target of classes was read as numbers.");
  const { classes } = model.task;
  const places = target.levels.map((level) => classes.indexOf(level));
  const truth = Int32Array.from(target.codes, (code) => places[code]!);
  return `log-loss ${amount(scoreClassification(truth, values, given).logLoss ?? 0)}`;
}
