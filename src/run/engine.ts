import type { Clock } from "../base/clock.ts";
import { exitCode, UserError } from "../base/errors.ts";
import { Random } from "../base/random.ts";
import { zeros } from "../base/matrix.ts";
import { range } from "../base/select.ts";
import { chooseEngine } from "../engine/choose.ts";
import type { Engine } from "../engine/engine.ts";
import { type Backend, type BackendName, backendNames } from "../engine/tfjs/backend.ts";
import { tfjsEngine } from "../engine/tfjs/index.ts";
import { backendsFor, type Device, openBackend } from "../engine/tfjs/open.ts";
import type { Results } from "../evaluate/results/results.ts";
import { batchFor, optionsFor, presets, widthsFor } from "../descent/options.ts";
import { startNetwork } from "../descent/start.ts";
import type { JobSettings } from "./job.ts";
import type { FitRequest } from "./request.ts";

export { type BackendName, backendNames };

type Refused = Results["engine"]["refused"][number];

/** The engine of a run in plain words, so that every worker thread opens the same one. */
export interface EngineChoice {
  readonly name: string; // for the report
  readonly refused: readonly Refused[];
  readonly backend: BackendName | null; // null: not TensorFlow.js
}

/**
 * Chooses the engine of a run once, before its jobs. A named backend is tried here, so that a missing package ends the
 * run before anything is trained. Throws a UserError with exit code 3 when nothing is left.
 */
export async function resolveEngine(request: FitRequest, clock: Clock): Promise<EngineChoice> {
  if (request.engine !== "tfjs") {
    return { name: chooseEngine(request.engine).name, refused: [], backend: null };
  }
  const { backend = "auto", device = "auto" } = request;
  if (backend === "auto") {
    const { name, refused } = await fastest(device, trialOf(request), clock);
    return { name: `tfjs ${name}`, refused, backend: name };
  }
  (await openBackend(backend, device)).close();
  return { name: `tfjs ${backend}`, refused: [], backend };
}

let opened: { readonly name: BackendName; readonly engine: Promise<Engine> } | null = null;

/** The engine that a job must use. A process holds one TensorFlow.js backend, which stays open for the next job. */
export async function openEngine({ engine, backend }: Pick<JobSettings, "engine" | "backend">): Promise<Engine> {
  if (engine !== "tfjs") return chooseEngine(engine);
  if (backend === undefined || backend === "auto") throw new Error("The backend of a job is chosen before it.");
  if (opened?.name !== backend) opened = { name: backend, engine: openBackend(backend).then(tfjsEngine) };
  return opened.engine;
}

/** Whether a backend works here: what it computes on, or why it does not start. */
export interface BackendState {
  readonly name: BackendName;
  readonly device: string | null;
  readonly problem: string | null;
  readonly hint: string | null;
}

/** Starts one backend, to see whether it works. */
export async function surveyBackend(name: BackendName): Promise<BackendState> {
  const { backend, error } = await tryToOpen(name, "auto");
  backend?.close();
  return {
    name,
    device: backend?.device ?? null,
    problem: error?.message ?? null,
    hint: error?.hint ?? null,
  };
}

async function tryToOpen(
  name: BackendName,
  device: Device,
): Promise<{ readonly backend: Backend | null; readonly error: UserError | null }> {
  try {
    return { backend: await openBackend(name, device), error: null };
  } catch (error) {
    if (error instanceof UserError) return { backend: null, error };
    throw error;
  }
}

/** What a trial trains: an ensemble as large as the run's. */
interface Trial {
  readonly rows: number;
  readonly inputs: number;
  readonly members: number;
}

function trialOf({ table: { rowCount: rows, columns }, preset }: FitRequest): Trial {
  return {
    rows,
    inputs: inputsPerColumn * columns.length,
    members: optionsFor(rows, presets[preset]).ensemble.members,
  };
}

/** Encoded inputs of an average column: its raw copy and some bins. */
const inputsPerColumn = 6;

/**
 * The first GPU backend that starts, against the first CPU backend that starts. Where both do, the faster in a trial
 * wins: launches limit small networks, so a GPU may lose. The choice may therefore differ between runs. It is recorded,
 * and naming it repeats it.
 */
async function fastest(
  device: Device,
  trial: Trial,
  clock: Clock,
): Promise<{ readonly name: BackendName; readonly refused: readonly Refused[] }> {
  const refused: Refused[] = [];
  const found: BackendName[] = [];
  for (const kind of ["gpu", "cpu"] as const) {
    if (device !== "auto" && device !== kind) continue;
    for (const name of backendsFor(kind, backendNames)) {
      const { backend, error } = await tryToOpen(name, kind);
      if (backend === null) refused.push({ name, reason: error!.message });
      else {
        backend.close();
        found.push(name);
        break;
      }
    }
  }
  const [first, second] = found;
  if (first === undefined) {
    throw new UserError(`No backend of TensorFlow.js starts here. ${refused.at(-1)?.reason ?? ""}`, {
      hint: 'See "occam-tab engines", or use --engine sparse.',
      exitCode: exitCode.unavailable,
    });
  }
  if (second === undefined) return { name: first, refused };
  const [name, slower] = await byTrial([first, second], trial, clock);
  return {
    name,
    refused: [...refused, { name: slower, reason: `It was slower than ${name} in a short trial.` }],
  };
}

/** The two backends, the faster in a trial first. */
export async function byTrial(
  [first, second]: readonly [BackendName, BackendName],
  trial: Trial,
  clock: Clock,
): Promise<readonly [BackendName, BackendName]> {
  const isFaster = (await millisecondsOf(first, trial, clock)) <= (await millisecondsOf(second, trial, clock));
  return isFaster ? [first, second] : [second, first];
}

const trialSteps = 10;

/**
 * Milliseconds for some steps of all members in the form in which the backend would train them, after a first pass that
 * compiles.
 */
async function millisecondsOf(name: BackendName, { rows, inputs, members }: Trial, clock: Clock): Promise<number> {
  const batch = batchFor(rows);
  const count = trialSteps * batch;
  const random = Random.of("trial");
  const task = { kind: "classification", classes: ["0", "1"] } as const;
  const matrix = zeros(count, inputs);
  for (const at of matrix.data.keys()) matrix.data[at] = random.normal();
  const targets = Float32Array.from({ length: count }, (_, row) => row % 2);
  const data = { task, inputs: matrix, targets, weights: null };
  const order = range(0, count);
  const shape = { widths: widthsFor(rows, { widths: "auto" }), skip: true };
  const starts = Array.from({ length: members }, () => startNetwork({ data, rows: order }, shape, random));
  const backend = await openBackend(name);
  try {
    const engine = tfjsEngine(backend);
    const trainers = await (engine.loadTogether?.(starts, task) ??
      Promise.all(starts.map((start) => engine.load(start, task))));
    const train = (steps: number) => {
      const step = { batch, decay: 0, scaleRate: 1, beta1: 0.9, beta2: 0.95 };
      const rows = order.subarray(0, steps * batch);
      return Promise.all(
        trainers.map((trainer) => trainer.epoch(data, rows, { ...step, rates: new Float32Array(steps) })),
      );
    };
    await train(1);
    const began = clock.now();
    await train(trialSteps);
    const milliseconds = clock.now() - began;
    for (const trainer of trainers) trainer.dispose();
    return milliseconds;
  } finally {
    backend.close();
  }
}
