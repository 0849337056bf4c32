import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { formatModel } from "../../src/model/artifact.ts";
import { exampleModel } from "../model/models.ts";
import { cli, emptyFolder, smallTable } from "../support/cli.ts";

/** A disk of so many kilobytes at `disk`, seen by the commands of `script` alone. */
function onSmallDisk(folder: string, kilobytes: number, script: string) {
  const mount = `mkdir -p disk && mount -t tmpfs -o size=${kilobytes}k tmpfs disk`;
  const typed = ["-rm", "sh", "-c", `${mount} && { ${script}; }; ls -A disk >&2; exit $?`];
  return spawnSync("unshare", typed, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], OCCAM: cli, NODE: process.execPath },
  });
}

const canMount = spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status === 0;

describe.skipIf(!canMount)("on a disk that is full", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await emptyFolder();
    writeFileSync(join(folder, "model.json"), formatModel(exampleModel(1)));
    writeFileSync(join(folder, "rows.csv"), `age,colour\n${`40,red${" ".repeat(60)}\n`.repeat(80_000)}`);
    writeFileSync(join(folder, "small.csv"), smallTable(300));
    const flags = ["--folds", "2", "--preset", "tiny", "--models", "occam", "--jobs", "1", "--out", "run", "--quiet"];
    execFileSync(process.execPath, [cli, "fit", "small.csv", ...flags], { cwd: folder });
  }, 60_000);

  it("a streamed prediction ends in one sentence and leaves nothing", () => {
    const { stderr } = onSmallDisk(
      folder,
      64,
      '"$NODE" "$OCCAM" predict model.json rows.csv --out disk/told.csv --quiet',
    );
    expect(stderr.replace(/\s+/gu, " ")).toBe(
      "occam-tab: disk/told.csv cannot be written: does not fit: the disk is full. Choose another place with --out. ",
    );
  });

  it("a fit ends in one sentence and leaves no folder", () => {
    const flags = "--folds 2 --preset tiny --models occam --jobs 1 --quiet";
    const { stderr } = onSmallDisk(folder, 64, `"$NODE" "$OCCAM" fit small.csv ${flags} --out disk/run`);
    expect(stderr.replace(/\s+/gu, " ")).toBe(
      "occam-tab: disk/run cannot be written: does not fit: the disk is full. Choose another place with --out. ",
    );
  });

  it("learn changes neither the model nor its memory", () => {
    const size = readFileSync(join(folder, "run/model.json")).length;
    // Room for the model and once more for it, and not for the memory.
    const kilobytes = Math.ceil((2 * size) / 4096) * 4 + 4;
    const { stderr } = onSmallDisk(
      folder,
      kilobytes,
      'cp run/model.json disk && "$NODE" "$OCCAM" learn disk/model.json small.csv --quiet; cmp run/model.json disk/model.json',
    );
    expect(stderr.replace(/\s+/gu, " ")).toMatch(
      /^occam-tab: disk\/model\.memory\.json cannot be written: does not fit: the disk is full\. .* model\.json $/u,
    );
  });
});
