import type { Feature } from "../features.ts";
import type { Input } from "../inputs.ts";
import type { Missing } from "../request.ts";
import type { Dialect } from "./dialects.ts";

/** A number as a literal: ten digits are far below what a prediction shows. */
export function literal(x: number): string {
  return String(Number(x.toPrecision(12)));
}

interface CellScope {
  readonly missing: Missing;
  readonly dialect: Dialect;
}

/** A feature of a raw column `x`; NULL is missing. */
export function featureSql(feature: Feature, x: string, { missing, dialect }: CellScope): string {
  const { part } = feature;
  if (part === "level") {
    const text = `TRIM(CAST(${x} AS ${dialect.text}))`;
    const words = missing.texts.map((word) => dialect.string(word)).join(", ");
    return `CASE WHEN ${text} NOT IN (${words}) THEN ${text} END`;
  }
  if (missing.values.length > 0) {
    const value = part === "number" ? dialect.number(x) : dialect.days(x);
    const others = featureSql(feature, x, { missing: { ...missing, values: [] }, dialect });
    return `CASE WHEN ${value} IN (${missing.values.map(exact).join(", ")}) THEN NULL ELSE ${others} END`;
  }
  const month = `CAST(${dialect.month(x)} AS ${dialect.double})`;
  const dayOfMonth = `CAST(${dialect.dayOfMonth(x)} AS ${dialect.double})`;
  if (part === "month") return month;
  if (part === "day of month") return dayOfMonth;
  if (part === "day of year") {
    const before = `FLOOR((153.0 * ${month} - 457.0) / 5.0) + 60.0`; // the days of the months before one from March on
    return `${dayOfMonth} + CASE WHEN ${month} > 2.0 THEN ${before} ELSE 31.0 * (${month} - 1.0) END`;
  }
  const number = part === "number" ? dialect.number(x) : dialect.days(x);
  // NaN and infinities are outside in every dialect; of tiny numbers a square could not be taken.
  const inside = `WHEN ${number} BETWEEN -1.7e308 AND 1.7e308 THEN ${bounded(number, [-1e150, 1e150], dialect)}`;
  const finite = `CASE WHEN ABS(${number}) < 1e-100 THEN 0.0 ${inside} END`;
  if (part === "number" || part === "days") return finite;
  const seconds = `FLOOR((${number}) * 86400.0 + 0.5)`;
  const day = `FLOOR(${seconds} / 86400.0)`;
  return part === "hour"
    ? `(${seconds} - 86400.0 * ${day}) / 3600.0`
    : `${day} + 4.0 - 7.0 * FLOOR((${day} + 3.0) / 7.0)`; // 1 is Monday; day 0 was a Thursday
}

function bounded(x: string, [low, high]: readonly [number, number], dialect: Dialect): string {
  return dialect.greatest([literal(low), dialect.least([literal(high), x])]);
}

/** An input of the network from its feature `x`. */
export function inputSql(input: Input, x: string, dialect: Dialect): string {
  switch (input.kind) {
    case "scaled": {
      const { centre, scale } = input;
      const z =
        `(${bounded(x, [centre - 1e9 * scale, centre + 1e9 * scale], dialect)} - ${term(centre)}) / ` +
        `${literal(scale)}`;
      return `CASE WHEN ${x} IS NULL THEN 0.0 ELSE ${clip(z)} END`;
    }
    case "log": {
      const { centre, typical, size } = input;
      const distance = `${dialect.least([`ABS(${x} - ${term(centre)})`, literal(1e150)])} / ${literal(typical)}`;
      const z = `SIGN(${x} - ${term(centre)}) * 2.0 * LN(1.0 + ${distance}) / ${literal(size)}`;
      return `CASE WHEN ${x} IS NULL THEN 0.0 ELSE ${clip(z)} END`;
    }
    case "step":
      return stepSql(input, x);
    case "missing":
      return `CAST(CASE WHEN ${x} IS NULL THEN 1 ELSE 0 END AS ${dialect.double})`;
    case "table":
      return tableSql(input, x, dialect);
  }
}

/** A number that is subtracted: the sign of a negative one must not make a comment of two. */
function term(x: number): string {
  return x < 0 ? `(${literal(x)})` : literal(x);
}

function clip(z: string): string {
  return `(${z}) / SQRT(1.0 + (${z}) * (${z}) / 9.0)`;
}

function stepSql(input: Extract<Input, { kind: "step" }>, x: string): string {
  const { low, high, least, most, mean } = input;
  const width = high - low;
  const [from, to] = [least === 0 ? low : low + least * width, most === 1 ? high : low + most * width];
  return [
    `CASE WHEN ${x} IS NULL THEN 0.0`,
    `WHEN ${x} <= ${exact(from)} THEN ${exact(least - mean)}`,
    `WHEN ${x} >= ${exact(to)} THEN ${exact(most - mean)}`,
    `ELSE (${x} - ${low < 0 ? `(${exact(low)})` : exact(low)}) / ${exact(width)} - ` +
      `${mean < 0 ? `(${exact(mean)})` : exact(mean)} END`,
  ].join(" ");
}

/** In full where a digit decides between two sides. */
function exact(x: number): string {
  const text = String(x);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function tableSql(input: Extract<Input, { kind: "table" }>, x: string, dialect: Dialect): string {
  // No database keeps a NUL in a text.
  const known = input.levels.flatMap((level, i) => (level.includes("\0") ? [] : [{ level, value: input.values[i]! }]));
  const rest = input.unknown === 0 ? "0" : `CASE WHEN ${x} IS NULL THEN 0 ELSE ${literal(input.unknown)} END`;
  if (known.length === 0) return `CAST(${rest} AS ${dialect.double})`;
  const whens = known.map(({ level, value }) => `WHEN ${x} = ${dialect.string(level)} THEN ${literal(value)}`);
  return `CAST(CASE ${whens.join(" ")} ELSE ${rest} END AS ${dialect.double})`;
}
