import { UserError } from "../base/errors.ts";

/** Takes a value that JSON gave, at a place such as "networks[0].bias", and returns it as what it must be, or throws a UserError. */
export type Check<T> = (value: unknown, place: string) => T;

/** The one error of this stage: `place` in the model file and what is wrong there, as half a sentence. */
export function fail(place: string, problem: string): never {
  throw new UserError(`The model file is not valid: ${place} ${problem}.`, {
    hint: "Use a model.json that this version of occam-tab wrote, unchanged.",
  });
}

export const text: Check<string> = (value, place) => {
  return typeof value === "string" ? value : fail(place, `must be text, but is ${describe(value)}`);
};

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

/** One of the named words. */
export function word<T extends string>(...words: readonly T[]): Check<T> {
  return (value, place) =>
    words.find((each) => each === value) ??
    fail(place, `must be ${words.map((each) => `"${each}"`).join(" or ")}, but is ${describe(value)}`);
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, place) => (value === null ? null : check(value, place));
}

export function list<T>(check: Check<T>, least = 0): Check<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return fail(place, `must be a list, but is ${describe(value)}`);
    if (value.length < least) return fail(place, `must have at least ${least} entries, but has ${value.length}`);
    return value.map((item: unknown, i) => check(item, `${place}[${i}]`));
  };
}

/** A list of texts that all differ. */
export const distinctTexts: Check<readonly string[]> = (value, place) => {
  const texts = list(text)(value, place);
  return new Set(texts).size === texts.length ? texts : fail(place, "names something twice");
};

/** A list of numbers, each greater than the one before. */
export function risingNumbers(least: number): Check<readonly number[]> {
  return (value, place) => {
    const numbers = list(number(), least)(value, place);
    const rises = numbers.every((each, i) => i === 0 || each > numbers[i - 1]!);
    return rises ? numbers : fail(place, "must rise from entry to entry");
  };
}

export type Fields<T> = { readonly [K in keyof T]-?: Check<T[K]> };

/** An object with exactly these fields; the result is a new object, in the order of `fields`. */
export function record<T>(fields: Fields<T>): Check<T> {
  const checks = Object.entries<Check<unknown>>(fields);
  const known = new Set(checks.map(([name]) => name));
  return (value, place) => {
    const source = object(value, place);
    const result: Record<string, unknown> = {};
    for (const [name, check] of checks) {
      const inner = place === "" ? name : `${place}.${name}`;
      if (!source.has(name)) fail(inner, "is not there");
      result[name] = check(source.get(name), inner);
    }
    for (const name of source.keys())
      if (!known.has(name)) fail(place || "it", `has an unknown field ${describe(name)}`);
    return result as T; // every field was checked above
  };
}

/** The own fields of a JSON object, as a map, so that no name from a file reaches a prototype. */
export function object(value: unknown, place: string): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail(place || "it", `must be an object, but is ${describe(value)}`);
  }
  return new Map(Object.entries(value));
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
