const pick = (random, list) => list[random.below(list.length)];

/** Cells of a column of one kind, drawn row by row. */
const kinds = {
  number: (random) => String(Number((100 * random.normal()).toPrecision(4))),
  whole: (random) => String(random.below(7)),
  bit: (random) => String(random.below(2)),
  constant: () => "7",
  large: (random) => `${random.below(9) + 1}e${300 + random.below(9)}`,
  tiny: (random) => `${random.below(9) + 1}e-${300 + random.below(25)}`,
  far: (random) => String(1.7e9 + random.below(1000)),
  mixedScale: (random) => `${random.below(2) === 0 ? "-" : ""}${random.below(99)}e${random.below(40) - 20}`,
  level: (random) => pick(random, ["a", "b", "c", "Ü", "x y", '"q""q"']),
  text: (random) => `t${random.below(1e6)}`,
  date: (random) => `20${10 + random.below(20)}-0${1 + random.below(9)}-1${random.below(9)}`,
  empty: () => "",
  gaps: (random) => (random.below(3) === 0 ? pick(random, ["", "NA", "None"]) : String(random.below(50))),
  odd: (random) =>
    pick(random, ["", "0", "-0", "1e999", "NaN", "inf", "x", "1,5", "−3", "(2)", "\u001b[2J", "\ud800", "1_0"]),
};

/** A small random table as CSV, with flags for `fit` that may or may not suit it. */
export function randomCase(random) {
  const rows = 2 + random.below(pick(random, [4, 12, 40]));
  const names = Array.from({ length: 2 + random.below(4) }, (_, i) => `c${i}`);
  const columns = names.map(() => pick(random, Object.keys(kinds)));
  const cells = () => columns.map((kind) => kinds[kind](random));
  const lines = Array.from({ length: rows }, cells);
  if (random.below(4) === 0) for (let i = 0; i < rows; i += 2) lines[i] = lines[0]; // equal rows
  const quoted = (cell) => (cell.includes(",") ? `"${cell}"` : cell);
  const text = [names, ...lines].map((line) => line.map(quoted).join(",")).join("\n");
  const flags = ["--preset", "tiny", "--trees", "3", "--jobs", "1", "--folds", String(2 + random.below(3))];
  flags.push("--repeats", String(1 + random.below(2)), "--seed", String(random.below(9)));
  for (const role of ["group", "time", "weight", "id", "ignore", "target"]) {
    if (random.below(6) === 0) flags.push(`--${role}`, pick(random, names));
  }
  if (random.below(5) === 0) flags.push("--task", pick(random, ["binary", "multiclass", "regression"]));
  if (random.below(12) === 0) flags.push("--time-limit", "1");
  if (random.below(12) === 0)
    flags.push("--models", pick(random, ["default,dense", "occam,forest-default", "linear,dummy", "boosting", "all"]));
  if (random.below(12) === 0) flags.push("--engine", "reference");
  if (random.below(20) === 0) flags.push("--no-header");
  if (random.below(20) === 0) flags.push("--max-parameters", String(1 + random.below(30)));
  return { text: `${text}\n`, flags };
}
