import { stat } from "node:fs/promises";
import { UserError } from "../../base/errors.ts";

/** What is wrong with a file, as the end of a sentence that begins with its name. */
export function trouble(error: unknown): string {
  const code = codeOf(error);
  const known = new Map([
    ["ENOENT", "does not exist"],
    ["EACCES", "cannot be read: permission denied"],
    ["EPERM", "cannot be used: permission denied"],
    ["EISDIR", "is a folder, not a file"],
    ["ENOTDIR", "does not exist: part of its path is a file"],
    ["ENAMETOOLONG", "is too long for a file name"],
    ["EROFS", "is on a read-only disk"],
    ["ENOSPC", "does not fit: the disk is full"],
    ["ERR_FS_FILE_TOO_LARGE", "is larger than 2 GB"],
  ]);
  return known.get(code) ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Whether anything is at `path`. Throws a `UserError` when that cannot be determined. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw new UserError(`${path} ${trouble(error)}.`);
  }
}
