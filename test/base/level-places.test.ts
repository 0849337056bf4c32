import { describe, expect, it } from "vitest";
import { levelPlaces } from "../../src/base/level-places.ts";

describe("the places of levels", () => {
  it("are those of their texts, and of every spelling of true and false that is no level itself", () => {
    expect(Object.fromEntries(levelPlaces(["True", "a", "TRUE", "False"]))).toEqual({
      True: 0,
      true: 0,
      a: 1,
      TRUE: 2,
      False: 3,
      false: 3,
      FALSE: 3,
    });
    expect([...levelPlaces(["yes", "Truely"]).keys()]).toEqual(["yes", "Truely"]);
  });
});
