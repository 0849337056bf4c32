// Writes a seeded CSV table: node test/bench/ingest/make.mjs ROWS FILE. 20 columns: 10 normal numbers, 4 counts, a price,
// 3 categories, a day, and a class that depends on some of them. 1,000,000 rows make 135 MB.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { Random } from "../../../dist/base/random.js";

const rows = Number(process.argv[2]);
const out = createWriteStream(process.argv[3]);
const random = Random.of(1, "table");
const cities = ["Berlin", "Paris", "Rome", "New York", "Tokyo", "Lima"];
const numbers = Array.from({ length: 10 }, (_, i) => `x${i}`);
let lines = [`${numbers.join()},k0,k1,k2,k3,price,city,code,flag,day,y`];
for (let row = 0; row < rows; row++) {
  const x = numbers.map(() => random.normal());
  const city = random.below(cities.length);
  const score = x[0] + x[1] * x[2] + Number(city === 2) + random.normal();
  const counts = [0, 1, 2, 3].map(() => random.below(1000));
  const day = new Date(Date.UTC(2020, 0, 1 + random.below(1500))).toISOString().slice(0, 10);
  const texts = [cities[city], `c${random.below(5000)}`, random.below(2) ? "yes" : "no", day, score > 0 ? "a" : "b"];
  lines.push([...x.map((value) => value.toFixed(6)), ...counts, (3 + x[9] ** 2).toFixed(2), ...texts].join(","));
  if (lines.length < 10_000 && row + 1 < rows) continue;
  if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
  lines = [];
}
out.end();
