import { spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cli, emptyFolder, occamTab, smallTable } from "../../support/cli.ts";
import { startWorker, stopWorkers, timelessCsv } from "../../support/fleet.ts";
import { hasRedis, startRedis } from "../../support/redis.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const readme = await readFile(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)].map(([, language, text]) => ({
  language,
  text: text!,
}));
const block = (language: string, part: string): string =>
  blocks.find((one) => one.language === language && one.text.includes(part))?.text ?? "";

let folder = "";
let path = "";
let whole = "";
const within = (name: string): string => join(folder, name);
const options = ["--models", "forest,dummy", "--trees", "5"];
const here = { folder: "" };

/** Runs a command as a shell in the folder of the tables would. */
function shell(file: string, environment: Record<string, string>) {
  return spawnSync("bash", [file], { cwd: folder, env: { PATH: path, ...environment }, encoding: "utf8" });
}

beforeAll(async () => {
  folder = await emptyFolder();
  here.folder = folder;
  await mkdir(within("tables"));
  await writeFile(within("tables/a.csv"), smallTable(60));
  await writeFile(within("tables/b.csv"), smallTable(90));
  await mkdir(within("bin"));
  await symlink(cli, within("bin/occam-tab"));
  await chmod(cli, 0o755);
  path = `${within("bin")}:${process.env["PATH"] ?? ""}`;
  await occamTab(["bench", "tables", ...options, "--out", "whole"], here);
  whole = await timelessCsv(within("whole/scores.csv"));
  await occamTab(["bench", "tables", ...options, "--plan", "plan.json"], here);
});

describe("the fleets in the README", () => {
  it("have a Slurm array whose tasks do a suite", async () => {
    const script = block("bash", "SBATCH");
    await writeFile(within("suite.sh"), script);
    expect(spawnSync("bash", ["-n", within("suite.sh")]).status).toBe(0);
    const settings = new Map(
      [...script.matchAll(/^#SBATCH --([a-z-]+)=(\S+)$/gmu)].map((line) => [line[1]!, line[2]!]),
    );
    expect([...settings.keys()].toSorted()).toEqual(["array", "cpus-per-task", "job-name", "mem"]);
    const [first, last] = settings.get("array")!.split("-").map(Number);
    for (let task = first!; task <= last!; task++) {
      const { status, stdout } = shell("suite.sh", {
        SLURM_ARRAY_TASK_ID: String(task),
        SLURM_ARRAY_TASK_MIN: String(first),
        SLURM_ARRAY_TASK_MAX: String(last),
        SLURM_ARRAY_TASK_COUNT: String(last! - first! + 1),
        SLURM_CPUS_PER_TASK: settings.get("cpus-per-task")!,
      });
      expect([status, stdout]).toEqual([0, expect.stringContaining(`Part ${task} of ${last}`)]);
    }
    const merged = await occamTab(["bench", "tables", "--plan", "plan.json", "--merge", "--out", "scores"], here);
    expect(merged.code).toBe(0);
    expect(await timelessCsv(within("scores/scores.csv"))).toBe(whole);
  });

  it("have a Kubernetes Indexed Job of known fields whose pods do a suite", async () => {
    const job = parse(block("yaml", "completionMode"));
    expect([job.apiVersion, job.kind]).toEqual(["batch/v1", "Job"]);
    const { template, ...spec } = job.spec;
    expect(spec).toEqual({ completionMode: "Indexed", completions: 8, parallelism: 8, backoffLimit: 40 });
    const pod = template.spec;
    expect(Object.keys(pod).toSorted()).toEqual(["containers", "restartPolicy", "volumes"]);
    expect(pod.restartPolicy).toBe("OnFailure"); // Always is not allowed in a Job
    const [container] = pod.containers;
    const known = ["command", "image", "name", "resources", "volumeMounts"];
    expect(Object.keys(container).toSorted()).toEqual(known);
    expect(container.command.every((word: unknown) => typeof word === "string")).toBe(true);
    expect(container.volumeMounts.map((mount: { name: string }) => mount.name)).toEqual(
      pod.volumes.map((volume: { name: string }) => volume.name),
    );
    const mounted = (word: string): string =>
      word.replace(/^\/data\/(?=scores)/u, `${folder}/pod-`).replace(/^\/data/u, folder);
    const [, ...words]: string[] = container.command.map(mounted);
    for (let index = 0; index < spec.completions; index++) {
      const environment = { JOB_COMPLETION_INDEX: String(index) };
      const { code, output } = await occamTab(words, { ...here, environment });
      expect([code, output]).toEqual([0, expect.stringContaining(`Part ${index + 1} of ${spec.completions}`)]);
    }
    const merged = await occamTab(["bench", "tables", "--plan", "plan.json", "--merge", "--out", "pod-scores"], here);
    expect(merged.code).toBe(0);
    expect(await timelessCsv(within("pod-scores/scores.csv"))).toBe(whole);
  });

  it.skipIf(!hasRedis)("have a compose file whose server and workers do a suite", async () => {
    const { services } = parse(block("yaml", "valkey"));
    const { queue, worker } = services;
    expect(Object.keys(queue).toSorted()).toEqual(["command", "healthcheck", "image"]);
    expect(Object.keys(queue.healthcheck).toSorted()).toEqual(["interval", "retries", "test"]);
    const known = ["build", "command", "depends_on", "deploy", "environment", "restart"];
    expect(Object.keys(worker).toSorted()).toEqual(known);
    expect(Object.keys(worker.depends_on)).toEqual(["queue"]);
    expect(worker.command.slice(0, 2)).toEqual(["occam-tab", "worker"]);
    const server = await startRedis(...queue.command.slice(1));
    const url = new URL(worker.environment.OCCAM_TAB_QUEUE);
    expect([url.protocol, url.hostname, url.port]).toEqual(["redis:", "queue", "6379"]);
    const environment = { OCCAM_TAB_QUEUE: server.url };
    const count: number = worker.deploy.replicas;
    const workers = await Promise.all(
      Array.from({ length: count }, () => startWorker({ environment, words: worker.command.slice(1) })),
    );
    try {
      const words = /`docker compose run .* worker occam-tab (.*)`/u.exec(readme)![1]!.split(" ");
      const { code } = await occamTab([...words, ...options, "--out", "composed"], { ...here, environment });
      expect([count, code]).toEqual([3, 0]);
      expect(await timelessCsv(within("composed/scores.csv"))).toBe(whole);
    } finally {
      await stopWorkers(workers);
      await server.remove();
    }
  });
});
