import { expect, it } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { runJob } from "../../src/run/fold.ts";
import type { JobReport } from "../../src/run/job.ts";
import { planned } from "../support/bench.ts";

/** What a fold reports of its models on a clock. */
async function reportsBy(clock: Clock): Promise<readonly JobReport[]> {
  const { run, folds } = planned("iris");
  const limits = { maxParameters: null, maxOperations: null };
  const settings = { seed: 1, preset: "tiny", trees: 200, engine: "auto", ...limits } as const;
  const job = {
    kind: "fold",
    fold: folds[0]!,
    models: ["occam", "forest"],
    settings,
    limit: null,
    explain: null,
  } as const;
  const heard: JobReport[] = [];
  const report = (said: JobReport): void => void heard.push(said);
  await runJob(job, run, { report, clock });
  return heard;
}

it("a model whose rounds take no time reports the first of them and its end", async () => {
  const heard = await reportsBy({ now: () => 1000 });
  expect(heard.map(({ model, done }) => [model, done])).toEqual([
    ["occam", false],
    ["occam", true],
    ["forest", false],
    ["forest", true],
  ]);
  expect(heard[0]).toMatchObject({ round: 0 });
});

it("a model whose rounds take longer than a tenth of a second reports each", async () => {
  let now = 0;
  const heard = await reportsBy({ now: () => (now += 150) });
  const rounds = heard.filter(({ model, done }) => model === "occam" && !done).map(({ round }) => round);
  expect(rounds.length).toBeGreaterThan(5);
  expect(heard.filter(({ model, done }) => model === "forest" && !done).length).toBeGreaterThan(4);
});
