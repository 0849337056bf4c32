import type {
  BinsGroup,
  Encoder,
  InputGroup,
  LevelCode,
  LevelsGroup,
  LogGroup,
  ManyLevelsGroup,
  MissingGroup,
  PairGroup,
  RankGroup,
  ScaledGroup,
} from "../prepare/input-group.ts";
import {
  type Check,
  distinctTexts,
  fail,
  integer,
  list,
  nullable,
  number,
  object,
  record,
  risingNumbers,
  text,
  word,
} from "../base/check.ts";

const positive = number({ above: 0 });

const scaled = record<ScaledGroup>({ kind: word("scaled"), column: text, centre: number(), scale: positive });

const log = record<LogGroup>({
  kind: word("log"),
  column: text,
  centre: number(),
  typical: positive,
  far: positive,
});

const rank: Check<RankGroup> = (value, place) => {
  const group = record<RankGroup>({
    kind: word("rank"),
    column: text,
    values: risingNumbers(1),
    shares: risingNumbers(1),
  })(value, place);
  if (group.shares.length !== group.values.length) fail(`${place}.shares`, "must have an entry per value");
  if (group.shares[0]! < 0 || group.shares.at(-1)! > 1) fail(`${place}.shares`, "must lie between 0 and 1");
  return group;
};

const bins: Check<BinsGroup> = (value, place) => {
  const group = record<BinsGroup>({
    kind: word("bins"),
    column: text,
    edges: risingNumbers(3),
    means: list(number({ min: -1, max: 2 })),
  })(value, place);
  if (group.means.length !== group.edges.length - 1) fail(`${place}.means`, "must have one entry less than edges");
  return group;
};

const missing = record<MissingGroup>({ kind: word("missing"), column: text });

const pair = record<PairGroup>({
  kind: word("pair"),
  column: text,
  levels: (value, place) => {
    const levels = distinctTexts(value, place);
    return levels.length === 2 ? [levels[0]!, levels[1]!] : fail(place, "must name two levels");
  },
});

const levels = record<LevelsGroup>({ kind: word("levels"), column: text, levels: distinctTexts });

/** `classes` is 0 for regression. */
function manyLevels(classes: number): Check<ManyLevelsGroup> {
  const code = record<LevelCode>({
    class: nullable(integer(0, classes - 1)),
    centre: number(),
    deviation: positive,
    smoothing: positive,
    values: list(number()),
  });
  const shape = record<ManyLevelsGroup>({
    kind: word("many-levels"),
    column: text,
    levels: distinctTexts,
    counts: list(integer(1, 0xffffffff)),
    logCentre: number(),
    logDeviation: positive,
    codes: list(code),
  });
  return (value, place) => {
    const group = shape(value, place);
    const size = group.levels.length;
    if (group.counts.length !== size) fail(`${place}.counts`, "must have an entry per level");
    group.codes.forEach((each, i) => {
      if (each.values.length !== size) fail(`${place}.codes[${i}].values`, "must have an entry per level");
      if ((each.class === null) !== (classes === 0)) fail(`${place}.codes[${i}].class`, "does not fit the task");
    });
    return group;
  };
}

/** An encoder whose groups are complete and make `inputs` inputs together; `classes` is 0 for regression. */
export function encoderOf(classes: number): Check<Encoder> {
  const checks: { readonly [K in InputGroup["kind"]]: Check<InputGroup> } = {
    scaled,
    log,
    rank,
    bins,
    missing,
    pair,
    levels,
    "many-levels": manyLevels(classes),
  };
  const kinds = new Map(Object.entries(checks));
  const group: Check<InputGroup> = (value, place) => {
    const kind = object(value, place).get("kind");
    const check = typeof kind === "string" ? kinds.get(kind) : undefined;
    return check === undefined ? fail(`${place}.kind`, "is not a kind of input") : check(value, place);
  };
  const shape = record<Encoder>({ inputs: integer(0, 1 << 24), groups: list(group) });
  return (value, place) => {
    const encoder = shape(value, place);
    const width = encoder.groups.reduce((total, each) => total + widthOf(each), 0);
    if (width !== encoder.inputs) fail(`${place}.inputs`, `must be ${width}, but is ${encoder.inputs}`);
    return encoder;
  };
}

function widthOf(group: InputGroup): number {
  if (group.kind === "bins") return group.means.length;
  if (group.kind === "levels") return group.levels.length;
  return group.kind === "many-levels" ? 1 + group.codes.length : 1;
}
