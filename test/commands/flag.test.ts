import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { type Flag, fallback, parseFlag } from "../../src/commands/flags/flag.ts";
import { modelIds } from "../../src/models/names.ts";
import { flags, flagsOf, isFlagName } from "../../src/commands/flags/index.ts";

const names = Object.keys(flags).filter(isFlagName);

describe("the table of flags", () => {
  it("names every flag in small letters and hyphens, with words that end right", () => {
    const wrong = names.filter((name) => {
      const flag: Flag = flags[name];
      const words = !flag.help.endsWith(".") && /[.)]$/u.test(flag.details);
      return !words || !/^[a-z]+(-[a-z]+)*$/u.test(name) || flag.commands.length === 0;
    });
    expect(wrong).toEqual([]);
  });

  it("has defaults that its own checks accept", () => {
    const given = names.filter((name) => fallback(flags[name]) !== null);
    expect(given.map((name) => parseFlag(name, flags[name], fallback(flags[name])))).toEqual(
      given.map((name) => fallback(flags[name])),
    );
  });

  it("lists the flags of a command in the order of the table", () => {
    const own = flagsOf("fit").map(([name]) => name);
    expect(own.slice(0, 3)).toEqual(["target", "task", "ignore"]);
    expect(own).toEqual(names.filter((name) => own.includes(name)));
    expect(flagsOf("nothing")).toEqual([]);
  });
});

describe("parseFlag", () => {
  it("reads whole numbers within the range, from text and from JSON, and refuses all else", () => {
    expect(parseFlag("trees", flags.trees, "100")).toBe(100);
    expect(parseFlag("trees", flags.trees, 100)).toBe(100);
    for (const wrong of ["0", "1.5", "10001", "ten", "", " ", "NaN", "Infinity", "-1", "1e9", null, true, [5]]) {
      expect(() => parseFlag("trees", flags.trees, wrong)).toThrow(UserError);
    }
  });

  it("says the rule, the value and the way out", () => {
    expect(() => parseFlag("trees", flags.trees, "many")).toThrow(
      expect.objectContaining({
        message: '--trees is a whole number from 1 to 10000, not "many".',
        hint: 'See "occam-tab help trees".',
      }),
    );
  });

  it("suggests the nearest choice", () => {
    expect(() => parseFlag("preset", flags.preset, "balancd")).toThrow(
      expect.objectContaining({ hint: 'Did you mean "balanced"?' }),
    );
    expect(() => parseFlag("models", flags.models, "dense,forrest-100")).toThrow(
      expect.objectContaining({ hint: 'Did you mean "forest-100"?' }),
    );
  });

  it("splits a list at commas on the command line and keeps commas within the items of an array", () => {
    expect(parseFlag("ignore", flags.ignore, "a, b,c d")).toEqual(["a", "b", "c d"]);
    expect(parseFlag("ignore", flags.ignore, ["a, b"])).toEqual(["a, b"]);
    expect(() => parseFlag("ignore", flags.ignore, "a,,b")).toThrow(UserError);
    expect(() => parseFlag("ignore", flags.ignore, 5)).toThrow(UserError);
  });

  it("takes any list of known models", () => {
    fc.assert(
      fc.property(fc.subarray([...modelIds], { minLength: 1 }), (models) => {
        expect(parseFlag("models", flags.models, models.join(","))).toEqual(models);
      }),
    );
  });

  it("takes true and false alone for a switch", () => {
    expect(parseFlag("quiet", flags.quiet, true)).toBe(true);
    expect(() => parseFlag("quiet", flags.quiet, "yes")).toThrow("--quiet is true or false");
  });
});
