import type { Feature, Part } from "../features.ts";
import type { GraphHead, NetworkModel } from "../graph.ts";
import type { Input } from "../inputs.ts";
import type { Missing } from "../request.ts";
import { element, type GraphBuilder, type Value } from "./builder.ts";

/** Inputs of the network as a matrix, and the graph's number of each of its columns. */
export interface EncodedInputs {
  readonly values: Value;
  readonly order: readonly number[];
}

/** What the nodes are made of. */
export interface Scope {
  readonly build: GraphBuilder;
  readonly graph: GraphHead;
  readonly names: readonly string[]; // of the graph's inputs, one a column
  readonly words: readonly Missing[]; // what means "no value", of each column
}

/** Of networks. */
export type NetworkScope = Scope & { readonly graph: NetworkModel };

/** A feature as a column: numbers with 0 where missing, or places of levels. */
export interface FeatureColumn {
  readonly values: Value;
  readonly missing: Value; // true where missing
}

/** Adds the nodes that make the inputs of the network from the columns of the table. */
export function encodeInputs(scope: NetworkScope): EncodedInputs {
  const { build, graph } = scope;
  const columns = graph.features.map((feature) => featureColumn(scope, feature));
  const parts: Value[] = [];
  const order: number[] = [];
  for (const kind of ["scaled", "log", "step", "missing"] as const) {
    const places = graph.inputs.flatMap((input, place) => (input.kind === kind ? [place] : []));
    if (places.length === 0) continue;
    const inputs = places.map((place) => graph.inputs[place]!);
    const missing = joinedColumns(
      build,
      inputs.map((input) => columns[input.feature]!.missing),
    );
    if (kind === "missing") parts.push(build.node("Cast", [missing], { to: element.double }));
    else {
      const x = joinedColumns(
        build,
        inputs.map((input) => columns[input.feature]!.values),
      );
      const coded = codeOf(build, kind, { inputs, x });
      parts.push(build.node("Where", [missing, build.doubles([0]), coded]));
    }
    order.push(...places);
  }
  for (const [number, column] of columns.entries()) {
    const places = graph.inputs.flatMap((input, place) =>
      input.kind === "table" && input.feature === number ? [place] : [],
    );
    if (places.length === 0) continue;
    const tables = places.map((place) => graph.inputs[place]! as TableInput);
    parts.push(tableColumns(build, tables, { levels: graph.features[number]!.levels, codes: column.values }));
    order.push(...places);
  }
  return { values: parts.length > 1 ? build.node("Concat", parts, { axis: 1 }) : (parts[0] ?? ""), order };
}

type TableInput = Extract<Input, { kind: "table" }>;

/** Columns side by side, neighbours that are equal gathered from one. */
function joinedColumns(build: GraphBuilder, columns: readonly Value[]): Value {
  const distinct = [...new Set(columns)];
  const all = distinct.length > 1 ? build.node("Concat", distinct, { axis: 1 }) : distinct[0]!;
  return build.columns(
    all,
    columns.map((column) => distinct.indexOf(column)),
  );
}

function codeOf(
  build: GraphBuilder,
  kind: "scaled" | "log" | "step",
  { inputs, x }: { readonly inputs: readonly Input[]; readonly x: Value },
): Value {
  const row = (take: (input: Input) => number): Value => build.doubles(inputs.map(take));
  const number = (input: Input, key: string): number => (input as unknown as Record<string, number>)[key]!;
  if (kind === "step") {
    const width = row((input) => number(input, "high") - number(input, "low"));
    const part = build.node("Div", [build.node("Sub", [x, row((input) => number(input, "low"))]), width]);
    const above = build.node("Max", [part, row((input) => number(input, "least"))]);
    const within = build.node("Min", [above, row((input) => number(input, "most"))]);
    return build.node("Sub", [within, row((input) => number(input, "mean"))]);
  }
  const distance = build.node("Sub", [x, row((input) => number(input, "centre"))]);
  if (kind === "scaled") return clip(build, build.node("Div", [distance, row((input) => number(input, "scale"))]));
  const size = build.node("Div", [build.node("Abs", [distance]), row((input) => number(input, "typical"))]);
  const logarithm = build.node("Log", [build.node("Add", [size, build.doubles([1])])]);
  const code = build.node("Mul", [logarithm, row((input) => 2 / number(input, "size"))]);
  return clip(build, build.node("Mul", [build.node("Sign", [distance]), code]));
}

/** z / √(1 + z²/9) */
function clip(build: GraphBuilder, z: Value): Value {
  const bounded = build.node("Clip", [z, build.doubles([-1e9]), build.doubles([1e9])]);
  const square = build.node("Mul", [bounded, bounded]);
  const below = build.node("Add", [build.node("Div", [square, build.doubles([9])]), build.doubles([1])]);
  return build.node("Div", [bounded, build.node("Sqrt", [below])]);
}

/** A row of a table a level, one for unknown levels, one for missing cells. */
function tableColumns(
  build: GraphBuilder,
  inputs: readonly TableInput[],
  { levels, codes }: { readonly levels: readonly string[]; readonly codes: Value },
): Value {
  const valueOf = inputs.map((input) => new Map(input.levels.map((level, i) => [level, input.values[i]!])));
  const rows = [
    ...levels.map((level) => inputs.map(({ unknown }, i) => valueOf[i]!.get(level) ?? unknown)),
    inputs.map(({ unknown }) => unknown),
    inputs.map(() => 0),
  ];
  const table = build.table(rows.length, inputs.length, rows.flat());
  const found = build.node("Gather", [table, codes], { axis: 0 });
  return build.node("Reshape", [found, build.integers([-1, inputs.length])]);
}

export function featureColumn({ build, names, words }: Scope, { part, levels, column }: Feature): FeatureColumn {
  const name = names[column]!;
  if (part === "level") {
    const missing = words[column]!.texts;
    const known = levels.flatMap((level, i) => (missing.includes(level) ? [] : [{ level, place: BigInt(i) }]));
    const codes = build.node("LabelEncoder", [name], {
      keys_strings: [...known.map(({ level }) => level), ...missing],
      values_int64s: [...known.map(({ place }) => place), ...missing.map(() => BigInt(levels.length + 1))],
      default_int64: levels.length,
    });
    return { values: codes, missing: build.node("Equal", [codes, build.integers([levels.length + 1])]) };
  }
  const missing = words[column]!.values.reduce(
    (known, value) => build.node("Or", [known, build.node("Equal", [name, build.doubles([value])])]),
    build.node("Or", [build.node("IsNaN", [name]), build.node("IsInf", [name])]),
  );
  const known = build.node("Where", [missing, build.doubles([0]), name]);
  const values = build.node("Clip", [known, build.doubles([-1e150]), build.doubles([1e150])]);
  if (part === "number" || part === "days") return { values, missing };
  return { values: datePart(build, part, values), missing };
}

/** As `datePart` of prepare: months count from March (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function datePart(build: GraphBuilder, part: Exclude<Part, "number" | "level" | "days">, days: Value): Value {
  const number = (x: number): Value => build.doubles([x]);
  const add = (a: Value, b: Value): Value => build.node("Add", [a, b]);
  const less = (a: Value, b: Value): Value => build.node("Sub", [a, b]);
  const times = (a: Value, x: number): Value => build.node("Mul", [a, number(x)]);
  const whole = (a: Value, x: number): Value => build.node("Floor", [build.node("Div", [a, number(x)])]);
  const seconds = build.node("Floor", [add(times(days, 86_400), number(0.5))]);
  const day = whole(seconds, 86_400);
  if (part === "hour") return build.node("Div", [less(seconds, times(day, 86_400)), number(3600)]);
  if (part === "weekday") {
    const since = add(day, number(3));
    return add(less(since, times(whole(since, 7), 7)), number(1));
  }
  const sinceMarch = add(day, number(719_468));
  const ofEra = less(sinceMarch, times(whole(sinceMarch, 146_097), 146_097));
  const leaps = less(add(whole(ofEra, 1460), whole(ofEra, 146_096)), whole(ofEra, 36_524));
  const year = whole(less(ofEra, leaps), 365);
  const before = less(add(times(year, 365), whole(year, 4)), whole(year, 100));
  const ofYear = less(ofEra, before);
  if (part === "day of year") {
    const sinceJanuary = add(ofYear, number(60));
    return add(less(sinceJanuary, times(whole(sinceJanuary, 366), 366)), number(1));
  }
  const fromMarch = whole(add(times(ofYear, 5), number(2)), 153);
  if (part === "day of month") {
    return add(less(ofYear, whole(add(times(fromMarch, 153), number(2)), 5)), number(1));
  }
  return less(add(fromMarch, number(3)), times(whole(add(fromMarch, number(2)), 12), 12));
}
