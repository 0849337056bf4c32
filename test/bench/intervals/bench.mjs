// How often the intervals of `predict` hold on rows that `fit` never saw, after a build:
// node test/bench/intervals/bench.mjs TABLE.csv TARGET FOLDS [flags of fit]
// Rows are dealt to five folds. For each of the first FOLDS, `fit` sees the other four, and `predict --interval` with its
// model.json is counted on this one. Prints the coverage with Wilson's 95% interval, and the mean width.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../../../dist/base/random.js";
import { wilson } from "../../../dist/evaluate/calibration.js";
import { readRecords } from "../../../dist/ingest/records.js";

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));
const levels = [80, 90, 95];
const parts = 5;

function recordsOf(file) {
  const records = [];
  readRecords({ text: readFileSync(file, "utf8"), delimiter: ",", name: file }, (fields) => {
    records.push(fields.map((field) => field.trim()));
  });
  return records;
}

function occam(...words) {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...words], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

const [table, target, folds, ...flags] = process.argv.slice(2);
const [header, ...rows] = recordsOf(table);
const place = header.indexOf(target);
if (place < 0) throw new Error(`No column "${target}" in ${table}.`);
const order = Random.of(1, "intervals").shuffle(Uint32Array.from(rows, (_, i) => i));
const partOf = new Uint32Array(rows.length);
order.forEach((row, i) => {
  partOf[row] = i % parts;
});
const quoted = (cell) => (/[",\n\r]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csv = (some) => `${[header, ...some].map((cells) => cells.map(quoted).join(",")).join("\n")}\n`;

const folder = mkdtempSync(join(tmpdir(), "intervals-"));
const [train, test, out] = ["train.csv", "test.csv", "out.csv"].map((name) => join(folder, name));
const held = new Map(levels.map((level) => [level, { rows: 0, holds: 0, width: 0 }]));
try {
  for (let fold = 0; fold < Number(folds); fold++) {
    const own = rows.filter((_, i) => partOf[i] === fold);
    writeFileSync(train, csv(rows.filter((_, i) => partOf[i] !== fold)));
    writeFileSync(test, csv(own));
    occam("fit", train, "--target", target, "--out", join(folder, "run"), "--force", "--quiet", ...flags);
    for (const level of levels) {
      const sum = held.get(level);
      const model = join(folder, "run", "model.json");
      occam("predict", model, test, "--interval", String(level), "--out", out, "--force", "--quiet");
      const [names, ...told] = recordsOf(out);
      const [low, high] = ["low", "high"].map((name) => names.indexOf(name));
      told.forEach((cells, i) => {
        const truth = Number(own[i][place]);
        sum.rows++;
        sum.width += cells[high] - cells[low];
        if (truth >= cells[low] && truth <= cells[high]) sum.holds++;
      });
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const percent = (share) => `${(100 * share).toFixed(1)}%`;
for (const [level, { rows: count, holds, width }] of held) {
  const { low, high } = wilson(holds, count);
  const between = `${percent(low)} to ${percent(high)}`;
  const wide = (width / count).toPrecision(4);
  process.stdout.write(
    `${target}, ${level}%: ${percent(holds / count)} of ${count} rows (${between}), width ${wide}\n`,
  );
}
