import { UserError } from "../base/errors.ts";
import { type Fold, mostFolds, rowsUsedBy } from "./fold.ts";

/**
 * What the rows of a folds file say; `trainFrom` is the first fold that trains on the row, -1 none, null without the
 * column.
 */
interface Entry {
  readonly row: number;
  readonly fold: number;
  readonly trainFrom: number | null;
}

const form = 'The file is CSV with a header and the columns "row" (0 is the first row) and "fold" (-1 is not used).';

/**
 * Folds from the text of a CSV file with the columns row and fold, and for time-ordered folds train_from. Every row of
 * the table must occur; once in each repeat when folds are repeated. Other columns are ignored. Throws a UserError.
 */
export function parseFolds(text: string, rowCount: number, name: string): readonly Fold[] {
  const entries = readEntries(text, rowCount, name);
  const numbers = [...new Set(entries.filter(({ fold }) => fold >= 0).map(({ fold }) => fold))].sort((a, b) => a - b);
  if (numbers.length < 2) {
    throw new UserError(
      `${name} holds ${numbers.length} ${numbers.length === 1 ? "fold" : "folds"}; at least 2 are needed.`,
      {
        hint: form,
      },
    );
  }
  if (numbers.length > mostFolds) {
    throw new UserError(`${name} holds ${numbers.length} folds; at most ${mostFolds} can be run.`, { hint: form });
  }
  const present = new Uint8Array(rowCount);
  for (const { row } of entries) present[row] = 1;
  const absent = present.indexOf(0);
  if (absent >= 0) {
    const count = present.reduce((sum, seen) => sum + 1 - seen, 0);
    throw new UserError(`${name} does not name ${count} of the ${rowCount} rows, the first is row ${absent}.`, {
      hint: "Name every row of the table; give it fold -1 if it is not to be used.",
    });
  }
  return numbers.map((number, id) => ({ id, ...rowsOf(number, entries, { rowCount, name }) }));
}

/** The rows of the fold with this number in the file. */
function rowsOf(
  number: number,
  entries: readonly Entry[],
  { rowCount, name }: { readonly rowCount: number; readonly name: string },
): Omit<Fold, "id"> {
  const role = new Uint8Array(rowCount); // 1 trains, 2 is tested
  for (const { row, fold, trainFrom } of entries) {
    if (trainFrom === null ? fold >= 0 : trainFrom >= 0 && trainFrom <= number) role[row] = Math.max(role[row]!, 1);
    if (fold === number) {
      if (role[row] === 2) throw new UserError(`${name} names row ${row} twice in fold ${number}.`, { hint: form });
      role[row] = 2;
    }
  }
  const rowsIn = (wanted: number): Uint32Array<ArrayBuffer> =>
    Uint32Array.from(role, (_, row) => row).filter((row) => role[row] === wanted);
  const fold = { train: rowsIn(1), test: rowsIn(2) };
  if (fold.train.length === 0) {
    throw new UserError(`Fold ${number} of ${name} leaves no row to train on.`, { hint: form });
  }
  return fold;
}

function readEntries(text: string, rowCount: number, name: string): Entry[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n?|\n/);
  const header = cellsOf(lines[0]!);
  const [rowAt, foldAt, trainAt] = ["row", "fold", "train_from"].map((column) => header.indexOf(column));
  if (rowAt === -1 || foldAt === -1) {
    throw new UserError(`The first line of ${name} does not name the columns row and fold.`, { hint: form });
  }
  const entries: Entry[] = [];
  for (let i = 1; i < lines.length; i++) {
    if (lines[i]!.trim() === "") continue;
    const cells = cellsOf(lines[i]!);
    const whole = (at: number, least: number): number => {
      const cell = cells[at] ?? "";
      const value = /^-?\d{1,9}$/.test(cell) ? Number(cell) : Number.NaN;
      if (value >= least) return value;
      throw new UserError(
        `Line ${i + 1} of ${name} has ${JSON.stringify(cell)} for ${header[at]}; expected a whole number from ` +
          `${least}.`,
        {
          hint: form,
        },
      );
    };
    const row = whole(rowAt!, 0);
    if (row >= rowCount) {
      throw new UserError(
        `Line ${i + 1} of ${name} names row ${row}, but the last row of the table is ${rowCount - 1}.`,
        {
          hint: "Row 0 is the first after the header; check that the folds belong to this table.",
        },
      );
    }
    entries.push({ row, fold: whole(foldAt!, -1), trainFrom: trainAt === -1 ? null : whole(trainAt!, -1) });
  }
  return entries;
}

function cellsOf(line: string): string[] {
  return line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/**
 * Folds as CSV text that `parseFolds` reads back to the same folds: row, fold, and where training rows are not simply
 * all others (time order) train_from. A row that is never tested has fold -1.
 */
export function formatFolds(folds: readonly Fold[], rowCount: number): string {
  const used = rowsUsedBy(folds, rowCount).length;
  const chained = folds.some((fold) => fold.train.length + fold.test.length < used);
  const trainFrom = new Int32Array(rowCount).fill(-1);
  for (const { id, train } of folds) for (const row of train) if (trainFrom[row] === -1) trainFrom[row] = id;
  const { start, ids } = testsByRow(folds, rowCount);
  const lines = [chained ? "row,fold,train_from" : "row,fold"];
  for (let row = 0; row < rowCount; row++) {
    const end = chained ? `,${trainFrom[row]}` : "";
    if (start[row] === start[row + 1]) lines.push(`${row},-1${end}`);
    for (let at = start[row]!; at < start[row + 1]!; at++) lines.push(`${row},${ids[at]}${end}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The folds that test each row, in their order: those of a row lie from its start to the next row's. */
function testsByRow(folds: readonly Fold[], rowCount: number) {
  const start = new Uint32Array(rowCount + 1);
  for (const { test } of folds) for (const row of test) start[row + 1]!++;
  for (let row = 0; row < rowCount; row++) start[row + 1]! += start[row]!;
  const ids = new Int32Array(start[rowCount]!);
  const next = start.slice();
  for (const { id, test } of folds) for (const row of test) ids[next[row]!++] = id;
  return { start, ids };
}

/**
 * The folds without the rows that are not in use, such as those without a target. Throws a UserError for a fold left
 * empty.
 */
export function restrictFolds(folds: readonly Fold[], usedRows: Uint32Array): readonly Fold[] {
  const used = new Set(usedRows);
  return folds.map(({ id, train, test }) => {
    const fold = {
      id,
      train: train.filter((row) => used.has(row)),
      test: test.filter((row) => used.has(row)),
    };
    if (fold.train.length > 0 && fold.test.length > 0) return fold;
    throw new UserError(`Fold ${id} has no usable row to ${fold.test.length === 0 ? "test" : "train"} on.`, {
      hint: "Rows without a target are left out; give other folds.",
    });
  });
}
