import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, occamTab, smallTable } from "../../support/cli.ts";
import { startWorker, stopWorkers, timelessCsv, timelessJson } from "../../support/fleet.ts";
import { hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";

let server: RedisServer;
let folder = "";
const within = (name: string): string => join(folder, name);
const models = ["--models", "occam,forest,dummy", "--trees", "5", "--preset", "tiny"];
const small = ["--trees", "5", "--preset", "tiny", "--folds", "3", "--repeats", "1"];

const bench = (out: string, ...more: string[]) =>
  occamTab(["bench", within("suite"), ...models, "--out", within(out), ...more]);
const fit = (out: string, ...more: string[]) =>
  occamTab(["fit", within("suite/a.csv"), ...small, "--out", within(out), ...more]);

beforeAll(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  folder = await emptyFolder();
  await mkdir(within("suite"));
  await writeFile(within("suite/a.csv"), smallTable(90));
  await writeFile(within("suite/b.csv"), smallTable(120));
  await cp(new URL("../../../data/iris.csv", import.meta.url), within("suite/iris.csv"));
  await bench("bench", "--jobs", "2");
  await fit("fit", "--jobs", "2");
});

afterAll(() => server?.remove());

describe.skipIf(!hasRedis)("a fleet", () => {
  it.each([1, 2, 5])("of %i workers gives the bytes of one process", async (count) => {
    const workers = await Promise.all(Array.from({ length: count }, () => startWorker(server.url)));
    try {
      const [benched, fitted] = await Promise.all([
        bench(`bench${count}`, "--queue", server.url),
        fit(`fit${count}`, "--queue", server.url),
      ]);
      expect([benched.code, fitted.code]).toEqual([0, 0]);
    } finally {
      await stopWorkers(workers);
    }
    const [csv, scores] = [within(`bench${count}/scores.csv`), within(`bench${count}/scores.json`)];
    expect(await timelessCsv(csv)).toBe(await timelessCsv(within("bench/scores.csv")));
    expect(await timelessJson(scores)).toBe(await timelessJson(within("bench/scores.json")));
    for (const file of ["results.json", "model.json"]) {
      expect(await timelessJson(within(`fit${count}/${file}`))).toBe(await timelessJson(within(`fit/${file}`)));
    }
  });

  it("takes tables from a folder, and leaves none of them in the server", async () => {
    const worker = await startWorker(server.url, "--tables", within("tables"));
    const { code } = await bench("shared", "--queue", server.url, "--tables", within("tables"));
    await stopWorkers([worker]);
    expect(code).toBe(0);
    expect(await timelessCsv(within("shared/scores.csv"))).toBe(await timelessCsv(within("bench/scores.csv")));
  });
});
