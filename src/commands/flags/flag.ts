import { nearest, UserError } from "../../base/errors.ts";

export type CommandName =
  | "fit"
  | "predict"
  | "export"
  | "report"
  | "inspect"
  | "bench"
  | "study"
  | "learn"
  | "engines"
  | "worker"
  | "queue"
  | "completion"
  | "help";

interface Words {
  readonly commands: readonly CommandName[];
  readonly help: string; // one line, no full stop
  readonly details: string; // whole sentences, for `occam-tab help FLAG`
}

/** One flag of the command line; its name is also its key in the configuration file. */
export type Flag = Words &
  (
    | { readonly type: "switch" }
    | { readonly type: "text"; readonly value: string; readonly default?: string }
    | { readonly type: "list"; readonly value: string; readonly choices?: readonly string[] }
    | { readonly type: "choice"; readonly choices: readonly string[]; readonly default?: string }
    | {
        readonly type: "number";
        readonly value: string; // the unit, in capitals
        readonly whole: boolean;
        readonly low: number;
        readonly high: number;
        readonly default?: number;
      }
  );

type OrNull<F, Value> = F extends { readonly default: string | number } ? Value : Value | null;

/** The value of a flag of this type after parsing; null when it was not given and has no default. */
export type FlagValue<F> = F extends { readonly type: "switch" }
  ? boolean
  : F extends { readonly type: "list" }
    ? readonly string[]
    : F extends { readonly type: "number" }
      ? OrNull<F, number>
      : F extends { readonly type: "choice"; readonly choices: readonly (infer Choice)[] }
        ? OrNull<F, Choice>
        : OrNull<F, string>;

type Parsed = boolean | string | number | readonly string[] | null;

/** The value of a flag that is not given. */
export function fallback(flag: Flag): Parsed {
  if (flag.type === "switch") return false;
  if (flag.type === "list") return [];
  return flag.default ?? null;
}

/** The value of a flag from its text on the command line or its value in a configuration file. Throws a `UserError`. */
export function parseFlag(name: string, flag: Flag, given: unknown): Parsed {
  switch (flag.type) {
    case "switch":
      return typeof given === "boolean" ? given : refuse(name, given, "true or false");
    case "text":
      return typeof given === "string" || typeof given === "number" ? String(given) : refuse(name, given, "a text");
    case "choice":
      return typeof given === "string" && flag.choices.includes(given)
        ? given
        : refuseChoice(name, given, flag.choices);
    case "list":
      return parseList(name, flag.choices, given);
    case "number":
      return parseNumber(name, flag, given);
  }
}

function parseList(name: string, choices: readonly string[] | undefined, given: unknown): readonly string[] {
  // On the command line a comma separates names, but not in double quotes; in a configuration file the array does.
  const items: readonly unknown[] = Array.isArray(given)
    ? given
    : typeof given === "string"
      ? listItems(given)
      : [given];
  return items.map((one) => {
    const item = typeof one === "number" && items === given ? String(one) : one;
    if (typeof item !== "string" || item === "") return refuse(name, given, "names separated by commas");
    if (choices !== undefined && !choices.includes(item)) return refuseChoice(name, item, choices);
    return item;
  });
}

/** The items between commas; one in double quotes, each inner one written twice, may hold commas. */
function listItems(text: string): readonly string[] {
  const items: string[] = [];
  const item = /\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))(,|$)/y;
  for (let more = true; more; ) {
    const match = item.exec(text);
    if (match === null) break;
    items.push(match[1]?.replaceAll('""', '"') ?? match[2]!.trim());
    more = match[3] === ",";
  }
  return items;
}

function parseNumber(name: string, flag: Flag & { readonly type: "number" }, given: unknown): number {
  const text = typeof given === "string" ? given.trim() : given;
  const value = typeof text === "string" && text !== "" ? Number(text) : text;
  const fits = typeof value === "number" && value >= flag.low && value <= flag.high;
  if (fits && (!flag.whole || Number.isSafeInteger(value))) return value;
  return refuse(name, given, `${flag.whole ? "a whole number" : "a number"} ${range(flag)}`);
}

/** "from 2 to 100", or "of at least 1" without an upper end. */
export function range(flag: { readonly low: number; readonly high: number }): string {
  return flag.high === Number.MAX_SAFE_INTEGER ? `of at least ${flag.low}` : `from ${flag.low} to ${flag.high}`;
}

function refuseChoice(name: string, given: unknown, choices: readonly string[]): never {
  const near = typeof given === "string" ? nearest(given, choices) : undefined;
  const wanted = `one of ${choices.join(", ")}`;
  throw mistake(name, given, { wanted, hint: near === undefined ? helpOn(name) : `Did you mean "${near}"?` });
}

function refuse(name: string, given: unknown, wanted: string): never {
  throw mistake(name, given, { wanted, hint: helpOn(name) });
}

function helpOn(name: string): string {
  return `See "occam-tab help ${name}".`;
}

function mistake(
  name: string,
  given: unknown,
  { wanted, hint }: { readonly wanted: string; readonly hint: string },
): UserError {
  const got = typeof given === "string" ? `"${given}"` : JSON.stringify(given);
  return new UserError(`--${name} is ${wanted}, not ${got}.`, { hint });
}
