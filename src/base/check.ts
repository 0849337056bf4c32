import { UserError } from "./errors.ts";

/** Takes a value that JSON gave, at a place such as "networks[0].bias", and returns it as what it must be, or fails. */
export type Check<T> = (value: unknown, place: string) => T;

/** A value that a check refused; `checked` turns it into a sentence about the file. */
class Refusal extends Error {}

/** What every check does with a value that it refuses: `problem` is half a sentence about the place. */
export function fail(place: string, problem: string): never {
  throw new Refusal(`${place || "it"} ${problem}`);
}

/**
 * The content of a file as what it must be. `file` begins the message. Throws a UserError that names the first place
 * that is wrong.
 */
export function checked<T>(content: unknown, check: Check<T>, { file, hint }: { file: string; hint: string }): T {
  try {
    return check(content, "");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new UserError(`${file} is not valid: ${error.message}.`, { hint });
  }
}

/** Returns the value unchanged, for a check that needs other fields first. */
export const anything: Check<unknown> = (value) => value;

export const text: Check<string> = (value, place) => {
  return typeof value === "string" ? value : fail(place, `must be text, but is ${describe(value)}`);
};

export const boolean: Check<boolean> = (value, place) =>
  typeof value === "boolean" ? value : fail(place, `must be true or false, but is ${describe(value)}`);

interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number; // must be greater
}

/** A finite number within the limits. */
export function number({ min = -Infinity, max = Infinity, above = -Infinity }: Limits = {}): Check<number> {
  return (value, place) => {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      return fail(place, `must be a finite number, but is ${describe(value)}`);
    }
    if (value < min || value > max || value <= above) return fail(place, `is out of range (${value})`);
    return value;
  };
}

export function integer(min: number, max: number): Check<number> {
  const inRange = number({ min, max });
  return (value, place) => {
    const checked = inRange(value, place);
    return Number.isInteger(checked) ? checked : fail(place, `must be a whole number, but is ${checked}`);
  };
}

export const textOrNumber: Check<string | number> = (value, place) =>
  typeof value === "string" ? value : number()(value, place);

/** One of the named words. */
export function word<T extends string>(...words: readonly T[]): Check<T> {
  return (value, place) =>
    words.find((each) => each === value) ??
    fail(place, `must be ${words.map((each) => `"${each}"`).join(" or ")}, but is ${describe(value)}`);
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, place) => (value === null ? null : check(value, place));
}

/** For a field that may be absent; see `record`. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, place) => (value === undefined ? undefined : check(value, place));
}

export function list<T>(check: Check<T>, least = 0): Check<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return fail(place, `must be a list, but is ${describe(value)}`);
    if (value.length < least) return fail(place, `must have at least ${least} entries, but has ${value.length}`);
    return value.map((item: unknown, i) => check(item, `${place}[${i}]`));
  };
}

/** A list whose entries all have another key. */
export function distinct<T>(check: Check<readonly T[]>, key: (entry: T) => unknown): Check<readonly T[]> {
  return (value, place) => {
    const entries = check(value, place);
    return new Set(entries.map(key)).size === entries.length ? entries : fail(place, "names something twice");
  };
}

/** A list of texts that all differ. */
export const distinctTexts = distinct(list(text), (each) => each);

/** The schema that a JSON value says it has. */
export function schemaOf(content: unknown): unknown {
  const isObject = typeof content === "object" && content !== null;
  return isObject && Object.hasOwn(content, "schema") ? Reflect.get(content, "schema") : undefined;
}

/** A list of numbers, each greater than the one before. */
export function risingNumbers(least: number): Check<readonly number[]> {
  return (value, place) => {
    const numbers = list(number(), least)(value, place);
    const rises = numbers.every((each, i) => i === 0 || each > numbers[i - 1]!);
    return rises ? numbers : fail(place, "must rise from entry to entry");
  };
}

export type Fields<T> = { readonly [K in keyof T]-?: Check<T[K]> };

/**
 * An object with these fields and no others; the result is a new object, in the order of `fields`. Only an `optional`
 * field may be absent.
 */
export function record<T>(fields: Fields<T>): Check<T> {
  const known = new Set(Object.keys(fields));
  const fieldsOf = partialRecord<T>(fields);
  return (value, place) => {
    for (const name of object(value, place).keys())
      if (!known.has(name)) fail(place, `has an unknown field ${describe(name)}`);
    return fieldsOf(value, place);
  };
}

/** As `record`, but what is not named in `fields` is left out instead of refused. */
export function partialRecord<T>(fields: Fields<T>): Check<T> {
  const checks = Object.entries<Check<unknown>>(fields);
  return (value, place) => {
    const source = object(value, place);
    const result: Record<string, unknown> = {};
    for (const [name, check] of checks) {
      const given = check(source.get(name), place === "" ? name : `${place}.${name}`);
      if (given !== undefined) result[name] = given;
    }
    return result as T; // every field was checked above
  };
}

/** An object from any names, of those that `name` takes, to values of one kind. */
export function dictionary<K extends string, T>(
  name: Check<K>,
  check: Check<T>,
): Check<Readonly<Partial<Record<K, T>>>> {
  return (value, place) =>
    Object.fromEntries(
      [...object(value, place)].map(([key, each]) => {
        const inner = place === "" ? key : `${place}.${key}`;
        return [name(key, inner), check(each, inner)];
      }),
    ) as Partial<Record<K, T>>;
}

/** The own fields of a JSON object, as a map, so that no name from a file reaches a prototype. */
export function object(value: unknown, place: string): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail(place, `must be an object, but is ${describe(value)}`);
  }
  return new Map(Object.entries(value));
}

export function describe(value: unknown): string {
  if (value === undefined) return "not there";
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return "an object";
}
