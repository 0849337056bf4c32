import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import type { Fold } from "./fold.ts";

/**
 * Forward chaining: the rows in order of time make folds + 1 blocks of about equal size; fold i trains on the blocks
 * up to i and is tested on the next. Rows of one time are never parted, so every training row is earlier than every
 * test row. `time` is by table row, and every row has one. Throws a UserError where too few times differ.
 */
export function timeFolds(rows: RowIndex, time: Float64Array, folds: number): readonly Fold[] {
  const order = rows.slice().sort((a, b) => time[a]! - time[b]! || a - b);
  const cuts = [0];
  for (let block = 1; block <= folds; block++) {
    let cut = Math.max(Math.round((block * order.length) / (folds + 1)), cuts.at(-1)! + 1);
    while (cut < order.length && time[order[cut]!] === time[order[cut - 1]!]) cut++;
    if (cut >= order.length) {
      throw new UserError(`The time column has too few different values for ${folds} time-ordered folds.`, {
        hint: "Use fewer folds, or leave out --time.",
      });
    }
    cuts.push(cut);
  }
  cuts.push(order.length);
  return Array.from({ length: folds }, (_, id) => ({
    id,
    train: order.slice(0, cuts[id + 1]).sort(),
    test: order.slice(cuts[id + 1], cuts[id + 2]).sort(),
  }));
}
