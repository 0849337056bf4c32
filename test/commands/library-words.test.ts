import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { inLibraryWords } from "../../src/commands/library/words.ts";

const hint = async (text: string): Promise<string | undefined> => {
  try {
    await inLibraryWords(() => {
      throw new UserError("Wrong.", { hint: text });
    });
  } catch (error) {
    if (error instanceof UserError) return error.hint;
  }
  return undefined;
};

describe("a mistake in a call of the library", () => {
  it.each([
    ["Use fewer folds with --folds.", "Use fewer folds with folds."],
    ["Use --task multiclass, or leave it out.", 'Use task: "multiclass", or leave it out.'],
    ['say --group "who are you", so that', 'say group: "who are you", so that'],
    ["say --skip-last 2.", "say skipLast: 2."],
    ["say --skip-rows 3-3,7-7.", 'say skipRows: ["3-3","7-7"].'],
    ["say --missing '-200,none'; or", 'say missing: ["-200","none"]; or'],
    ["say --missing=-200.", 'say missing: ["-200"].'],
    ["or --no-header if its first line is data", "or header: false if its first line is data"],
    ["Use --decimal comma.", 'Use decimal: ",".'],
    ["leave it out with --ignore.", "leave it out with ignore."],
  ])("names options with their values: %s", async (flag, option) => {
    expect(await hint(flag)).toBe(option);
  });
});
