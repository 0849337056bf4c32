import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { World } from "../../../src/commands/world.ts";
import { unpackedBytes } from "../../../src/commands/files/byte-source.ts";
import { formatModel } from "../../../src/model/artifact.ts";
import { exampleModel } from "../../model/models.ts";
import { cli, occamTab } from "../../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "occam-tab cut "));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = `age,colour,note\n${`40,red,${"x".repeat(80)}\n`.repeat(60_000)}`; // above what is read whole

beforeAll(() => {
  writeFileSync(path("model.json"), formatModel(exampleModel(1)));
  writeFileSync(path("rows.csv"), rows);
});

describe("a prediction of a file that is cut", () => {
  it("within a record names the line, and leaves nothing", async () => {
    writeFileSync(path("cut.csv"), rows.slice(0, -86));
    const { code, errors } = await occamTab(["predict", path("model.json"), path("cut.csv"), "--out", path("no.csv")]);
    expect([code, errors]).toEqual([2, expect.stringContaining(`Line 60001 of ${path("cut.csv")} has 1 field,`)]);
    expect(readdirSync(folder).filter((name) => name.includes("no.csv"))).toEqual([]);
  });

  it("within its gzip says so, and leaves nothing", async () => {
    writeFileSync(path("cut.csv.gz"), gzipSync(rows).subarray(0, -200));
    const typed = ["predict", path("model.json"), path("cut.csv.gz"), "--out", path("no.csv")];
    const { code, errors } = await occamTab(typed);
    expect([code, errors]).toEqual([2, expect.stringContaining("cannot be unpacked to its end")]);
    expect(readdirSync(folder).filter((name) => name.includes("no.csv"))).toEqual([]);
  });

  it("while it is read says so, though it ends with a record", async () => {
    writeFileSync(path("shrinking.csv"), rows);
    const reading = (async () => {
      let parts = 0;
      for await (const _ of await unpackedBytes(path("shrinking.csv"), {} as World)) {
        if (++parts === 2) truncateSync(path("shrinking.csv"), rows.lastIndexOf("\n", 3 << 20) + 1);
      }
    })();
    await expect(reading).rejects.toThrow(`${path("shrinking.csv")} became shorter while it was read.`);
  });
});

describe("a prediction whose reader goes away", () => {
  it.each(["", "--json"])("ends without a word, though its input never ends, with %j", { timeout: 120_000 }, (flag) => {
    const input = "(head -n 1 rows.csv; yes 40,red,none)";
    const command = `${input} | "$NODE" "$OCCAM" predict model.json - --quiet ${flag} | head -c 100 | wc -c; echo "\${PIPESTATUS[1]}"`;
    const { stdout, stderr, status } = spawnSync("bash", ["-c", command], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 100_000,
      env: { PATH: process.env["PATH"], OCCAM: cli, NODE: process.execPath },
    });
    expect([stdout.trim(), stderr, status]).toEqual(["100\n0", "", 0]);
  });
});
