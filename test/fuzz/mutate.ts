import type { Random } from "../../src/base/random.ts";

/** Cells that files hold and that readers stumble over. */
const cells = [
  ...[
    "",
    " ",
    "0",
    "-0",
    "1",
    "007",
    "1e5",
    "1e999",
    "-1e308",
    "1e-320",
    "inf",
    "NaN",
    "NA",
    "None",
    "\\N",
    "?",
    "-",
    "--",
  ],
  ...[
    "(2.5)",
    "\u22123",
    "3-",
    "1,5",
    "1.234",
    "1,234",
    "1.234,5",
    "12,34,567",
    "1\u00a0000",
    "5%",
    "$5",
    "€1.234",
    "67 m2",
  ],
  ...[
    "3 km",
    "20 DR",
    "20 CR",
    "08:30",
    "2020-01-31",
    "20200131T000000Z",
    "31/01/2020",
    "01/02/2020",
    "20200131",
    "2020-W01",
  ],
  ...[
    "1900-01-01",
    "-200",
    "9999",
    "Total",
    "sum",
    "# x",
    "sep=;",
    "yes",
    "no",
    "=1+1",
    "__proto__",
    "constructor",
    "toString",
  ],
  ...["<b>", '"', '""', "'", "a,b", "é", "\u3000x", "\u200b", "\ud800", "🙂", "\u001b[31m", "x".repeat(300)],
];

const marks = [",", ";", "\t", "|", "\n", "\r\n", "\r", '"', "#", " ", ".", "-", "\u0000", "\ufeff"];

/** A small table as a program would write it, with columns of a few kinds. */
export function smallTable(random: Random): string {
  const delimiter = pick([",", ";", "\t", "|"], random);
  const columns = 1 + random.below(5);
  const rows = (random.below(4) === 0 ? 0 : 10) + random.below(60);
  const kinds = Array.from({ length: columns }, () => random.below(6));
  const names = kinds.map((_, i) =>
    random.below(12) === 0 ? `"${pick(cells, random).replaceAll('"', "")}"` : `c${i}`,
  );
  const few = Array.from({ length: 1 + random.below(4) }, () => pick(cells, random));
  const quoted = (text: string) => (/[",;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (kind: number, row: number): string => {
    if (random.below(40) === 0) return quoted(pick(cells, random));
    if (kind === 0) return String(row);
    if (kind === 1) return String(random.normal() * 10 ** (random.below(7) - 3));
    if (kind === 2) return pick(["a", "b", "c"], random);
    if (kind === 3) return `2020-0${1 + random.below(9)}-1${random.below(10)}`;
    return kind === 4 ? String(random.below(2)) : quoted(few[random.below(few.length)]!);
  };
  const lines = Array.from({ length: rows }, (_, row) => kinds.map((kind) => cell(kind, row)).join(delimiter));
  return [names.join(delimiter), ...lines].join(pick(["\n", "\n", "\r\n", "\r"], random));
}

/** The bytes of a text after a few cuts, copies and insertions, in one of the encodings of files. */
export function mutated(text: string, random: Random): Uint8Array {
  let changed = text;
  for (let times = random.below(3); times > 0; times--) {
    const at = random.below(changed.length + 1);
    const length = random.below(12);
    const what = random.below(5);
    if (what === 0) changed = changed.slice(0, at) + changed.slice(at + length);
    else if (what === 1) changed = changed.slice(0, at) + pick(cells, random) + changed.slice(at);
    else if (what === 2) changed = changed.slice(0, at) + pick(marks, random) + changed.slice(at);
    else if (what === 3) changed = changed.slice(0, at) + changed.slice(Math.max(0, at - 40), at) + changed.slice(at);
    else changed = lineMoved(changed, random);
  }
  const bytes = Buffer.from(changed, pick(["utf8", "utf8", "utf8", "latin1", "utf16le"] as const, random));
  if (random.below(6) === 0 && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  return random.below(20) === 0 ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}

function lineMoved(text: string, random: Random): string {
  const lines = text.split("\n");
  const [line = ""] = lines.splice(random.below(lines.length), 1);
  lines.splice(random.below(lines.length + 1), 0, line, ...(random.below(2) === 0 ? [line] : []));
  return lines.join("\n");
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[random.below(values.length)]!;
}
