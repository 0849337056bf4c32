import { describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { chooseEngine } from "../../src/engine/choose.ts";

describe("the choice of an engine", () => {
  it("auto is the sparse engine where SIMD is there", () => {
    expect(chooseEngine("auto").name).toBe("sparse");
    expect(chooseEngine("sparse").name).toBe("sparse");
    expect(chooseEngine("reference").name).toBe("reference");
  });

  it("without SIMD, sparse and auto end in one sentence with exit code 3, and reference still works", async () => {
    const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    try {
      for (const name of ["sparse", "auto"] as const) {
        const refused = await Promise.resolve()
          .then(() => chooseEngine(name))
          .catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(UserError);
        expect(refused).toMatchObject({ exitCode: 3, hint: expect.stringContaining("--engine reference") });
      }
      expect(chooseEngine("reference").name).toBe("reference");
    } finally {
      validate.mockRestore();
    }
  });
});
