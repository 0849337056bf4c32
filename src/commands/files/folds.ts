import { UserError } from "../../base/errors.ts";
import { type Fold, mostFolds } from "../../split/fold.ts";
import { parseFolds } from "../../split/given-folds.ts";
import { readText } from "./read.ts";

/** The value of --folds: how many, or the folds of a file. Throws a `UserError`. */
export async function readFolds(flag: string, rowCount: number): Promise<number | readonly Fold[]> {
  if (/^[+-]?[\d.]+$/u.test(flag)) return foldCount(flag);
  return parseFolds(await readText(flag), rowCount, flag);
}

/** A number of folds from its text. Throws a `UserError`. */
export function foldCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2 && count <= mostFolds) return count;
  throw new UserError(`--folds is a whole number from 2 to ${mostFolds} or the name of a file, not "${text}".`, {
    hint: 'See "occam-tab help folds".',
  });
}
