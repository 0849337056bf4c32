// Cases of the benchmark, as files that JavaScript, Python and R read alike: case.json and one float64 file a column.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { Random } from "../../../dist/base/random.js";

/** A CSV file: header row, target last; a column is numeric when all its cells are; every fifth row is for prediction. */
export function readCase(file) {
  const [names, ...rows] = Papa.parse(readFileSync(file, "utf8").trim()).data;
  const columns = names.map((name, i) => {
    const cells = rows.map((row) => row[i]);
    if (cells.every((cell) => cell !== "" && Number.isFinite(Number(cell)))) {
      return { name, levels: null, values: Float64Array.from(cells, Number) };
    }
    const levels = [...new Set(cells)].sort((a, b) => (a < b ? -1 : 1));
    const codes = new Map(levels.map((level, code) => [level, code]));
    return { name, levels, values: Float64Array.from(cells, (cell) => codes.get(cell)) };
  });
  return { rows: rows.length, columns: columns.slice(0, -1), target: columns.at(-1), featuresPerSplit: null };
}

/** Uniform numbers; two classes by a sum of ten of them with a tenth of the labels flipped. */
export function syntheticCase(rows, count, featuresPerSplit = null) {
  const random = Random.of("forest benchmark", rows, count);
  const columns = Array.from({ length: count }, (_, i) => ({
    name: `x${i}`,
    levels: null,
    values: Float64Array.from({ length: rows }, () => random.uniform()),
  }));
  const values = Float64Array.from({ length: rows }, (_, row) => {
    const sum = columns.slice(0, 10).reduce((total, column) => total + column.values[row], 0);
    const positive = sum > Math.min(10, count) / 2;
    return Number(random.uniform() < 0.1 ? !positive : positive);
  });
  return { rows, columns, target: { name: "y", levels: ["no", "yes"], values }, featuresPerSplit };
}

export function writeCase(folder, table) {
  const describe = ({ name, levels }) => ({ name, levels: levels === null ? 0 : levels.length });
  const described = {
    rows: table.rows,
    columns: table.columns.map(describe),
    classes: table.target.levels === null ? 0 : table.target.levels.length,
    featuresPerSplit: table.featuresPerSplit,
  };
  writeFileSync(join(folder, "case.json"), JSON.stringify(described));
  table.columns.forEach(({ values }, i) => writeFileSync(join(folder, `${i}.f64`), values));
  writeFileSync(join(folder, "target.f64"), table.target.values);
}
