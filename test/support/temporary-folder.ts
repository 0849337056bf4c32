import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder = "";

/** Gives all tests of a run one temporary folder. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), "occam-tests-"));
  chmodSync(folder, 0o755); // servers of tests may run as other users
  process.env["TMPDIR"] = folder;
}

/** Removes it with all that tests left there. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
