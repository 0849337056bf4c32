import { UserError } from "../base/errors.ts";
import { gather } from "../base/select.ts";
import type { RowIndex } from "../base/matrix.ts";
import type { Random } from "../base/random.ts";
import { deal } from "./deal.ts";
import type { Fold } from "./fold.ts";
import { countGroups } from "./groups.ts";
import { numericStrata } from "./inner-parts.ts";
import { timeFolds } from "./time-folds.ts";

/** What decides the folds. All but `rows` is by table row. */
export interface FoldRequest {
  readonly rows: RowIndex; // rows in use, ascending
  readonly classes: Int32Array | null; // of a classification target
  readonly numericTarget: Float64Array | null; // of a regression target
  readonly groups: Int32Array | null; // never straddle train and test; -1 = alone
  readonly duplicates: Int32Array | null; // equal rows, kept together where no groups are given; -1 = alone
  readonly time: Float64Array | null; // trains on the past only
  readonly folds: number;
  readonly repeats: number;
  readonly random: Random;
}

export type FoldMethod = "stratified" | "shuffled" | "grouped" | "time-ordered" | "given";

export interface FoldPlan {
  readonly folds: readonly Fold[]; // ids 0 to folds × repeats - 1, repeat after repeat
  readonly method: FoldMethod;
  readonly reason: string; // one sentence
}

/**
 * Chooses and makes the folds that the data ask for. Throws a UserError when there are too few rows, groups or times.
 */
export function makeFolds(request: FoldRequest): FoldPlan {
  checkCounts(request);
  const { rows, folds, repeats, time } = request;
  if (time !== null) {
    const reason =
      `The rows in order of time make ${folds + 1} blocks; each fold trains on the past and is tested on the next ` +
      "block.";
    return { folds: timeFolds(rows, time, folds), method: "time-ordered", reason };
  }
  const again = repeats > 1 ? `, ${repeats} times` : "";
  const made = repeated(request);
  if (request.groups !== null) {
    const reason =
      `The rows are dealt to ${folds} folds${again}${again && ","} so that no group is in two, with shares of the ` +
      "target as even as that allows.";
    return { folds: made, method: "grouped", reason };
  }
  const kept = request.duplicates === null ? "" : "; equal rows stay in one fold";
  const even = request.classes ?? request.numericTarget;
  return even === null
    ? { folds: made, method: "shuffled", reason: `The rows are shuffled into ${folds} folds${again}${kept}.` }
    : {
        folds: made,
        method: "stratified",
        reason:
          `The rows are shuffled into ${folds} folds${again}${again && ","} with even shares of ` +
          `${request.classes === null ? "low and high targets" : "every class"}${kept}.`,
      };
}

function repeated(request: FoldRequest): readonly Fold[] {
  const { rows, classes, numericTarget, folds, repeats, random } = request;
  const joined = request.groups ?? request.duplicates;
  const groups = joined === null ? null : gather(joined, rows);
  const made: Fold[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    let strata: Int32Array | null = classes === null ? null : gather(classes, rows);
    if (strata === null && numericTarget !== null) {
      const values = gather(numericTarget, rows);
      strata = numericStrata(values, { grouped: groups !== null, parts: folds, random });
    }
    const part = deal({ count: rows.length, strata, groups, parts: folds, random });
    made.push(...fromParts(rows, part, { folds, firstId: repeat * folds }));
  }
  return made;
}

function fromParts(
  rows: RowIndex,
  part: Int32Array,
  { folds, firstId }: { readonly folds: number; readonly firstId: number },
): Fold[] {
  const sizes = new Uint32Array(folds);
  for (let i = 0; i < part.length; i++) sizes[part[i]!]!++;
  const places = Array.from(sizes, (size) => new Uint32Array(size)); // among the rows, those of each fold
  const next = new Uint32Array(folds);
  for (let i = 0; i < part.length; i++) {
    const fold = part[i]!;
    places[fold]![next[fold]!++] = i;
  }
  return places.map((tests, fold) => ({ id: firstId + fold, ...parted(rows, tests) }));
}

/** The rows at some places, and all others. */
function parted(rows: RowIndex, tests: RowIndex): Pick<Fold, "train" | "test"> {
  const train = new Uint32Array(rows.length - tests.length);
  const test = new Uint32Array(tests.length);
  let held = 0;
  let from = 0;
  for (let i = 0; i <= tests.length; i++) {
    const to = i < tests.length ? tests[i]! : rows.length;
    for (let at = from; at < to; at++) train[held++] = rows[at]!;
    if (i < tests.length) test[i] = rows[to]!;
    from = to + 1;
  }
  return { train, test };
}

function checkCounts({ rows, groups, duplicates, time, folds, repeats }: FoldRequest): void {
  if (folds < 2)
    throw new UserError(`Cross-validation needs at least 2 folds, got ${folds}.`, { hint: "Use --folds 5." });
  if (rows.length < folds + (time === null ? 0 : 1)) {
    throw new UserError(`${rows.length} usable rows are too few for ${folds} folds.`, {
      hint: "Give more rows, or use fewer folds with --folds.",
    });
  }
  if (time !== null && groups !== null) {
    throw new UserError("Folds can follow a time column or keep groups together, not both.", {
      hint: "Leave out --time or --group.",
    });
  }
  if (time !== null && repeats > 1) {
    throw new UserError(`Time-ordered folds cannot be repeated, got ${repeats} repeats.`, {
      hint: "Time has only one order: leave out --repeats.",
    });
  }
  const joined = time === null ? (groups ?? duplicates) : null;
  if (joined === null) return;
  const count = countGroups(joined, rows);
  if (count < folds) {
    throw new UserError(
      groups === null
        ? `Only ${count} rows are different, too few for ${folds} folds.`
        : `The group column makes only ${count} separate groups, too few for ${folds} folds.`,
      { hint: "Use fewer folds with --folds." },
    );
  }
}
