import type { Flag } from "./flag.ts";

/** Flags that say what the columns are for and how to read the file. */
export const dataFlags = {
  target: {
    type: "text",
    value: "COLUMN",
    commands: ["fit", "inspect", "study"],
    help: "the column to predict (default: the last one)",
    details:
      "Without it the run takes the last column that is not ignored, and says so. Text or few distinct values make " +
      "it a classification, other numbers a regression; --task overrides that.",
  },
  task: {
    type: "choice",
    choices: ["auto", "binary", "multiclass", "regression"],
    default: "auto",
    commands: ["fit", "inspect", "study"],
    help: "what kind of prediction",
    details: "auto looks at the target: two classes, more classes, or a number.",
  },
  ignore: {
    type: "list",
    value: "COLUMNS",
    commands: ["fit", "inspect", "study"],
    help: "columns to leave out",
    details:
      "Names separated by commas; the flag may be given more than once. A name that contains a comma goes in " +
      "double quotes.",
  },
  id: {
    type: "text",
    value: "COLUMN",
    commands: ["fit", "predict", "export", "inspect"],
    help: "a column that identifies the row; kept, but not an input",
    details: "It becomes the first column of the predictions, so that you can join them to other data.",
  },
  group: {
    type: "text",
    value: "COLUMN",
    commands: ["fit", "inspect", "study"],
    help: "rows of one group stay in one fold",
    details:
      "Use it for several rows of one patient, customer or machine: without it a model is tested on subjects that " +
      "it has already seen. The column itself is not an input.",
  },
  time: {
    type: "text",
    value: "COLUMN",
    commands: ["fit", "inspect", "study"],
    help: "train on the past, test on the future",
    details: "Folds follow the order of this date or number column. The column itself is not an input.",
  },
  weight: {
    type: "text",
    value: "COLUMN",
    commands: ["fit", "inspect", "study"],
    help: "how much each row counts",
    details: "A column of numbers of at least 0; they count in training and in every score.",
  },
  folds: {
    type: "text",
    value: "NUMBER|FILE",
    default: "5",
    commands: ["fit", "inspect"],
    help: "how many folds, or a file that gives them",
    details:
      "A file is CSV with the columns row and fold: row 0 is the first after the header, and fold -1 leaves a row " +
      "out. A third column, repeat, allows several repeats. Every fit writes such a file, folds.csv, so that other " +
      "tools can be compared on the same rows.",
  },
  query: {
    type: "text",
    value: "SQL",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "rows to read with DuckDB: a SELECT over the file",
    details:
      'A database has its tables; any other file that DuckDB reads is the table "data": --query "SELECT * FROM data ' +
      'WHERE year > 2020". Needs npm install @duckdb/node-api. Files are opened read-only, and nothing is ' +
      "fetched from a network.",
  },
  delimiter: {
    type: "text",
    value: "CHARACTER",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "what separates fields (default: detected)",
    details: "One character, or the word tab. Without it the first lines of the file decide.",
  },
  decimal: {
    type: "choice",
    choices: ["point", "comma"],
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "decimal mark (default: detected)",
    details:
      "A decimal comma is recognised where all columns of numbers agree on it; then points stand between " +
      "thousands. A model reads later files as its training file was read.",
  },
  "no-header": {
    type: "switch",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "the first line is data",
    details: "The columns are then named column_1, column_2 and so on.",
  },
  "skip-rows": {
    type: "list",
    value: "LINES",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "lines that are not data: the first N, or FROM-TO",
    details:
      "3 passes over the first three lines of the file, 2-2 over line 2 alone; several with commas, such as " +
      "3,81-81. Lines are counted as an editor counts them, blank ones too.",
  },
  "skip-last": {
    type: "number",
    value: "LINES",
    whole: true,
    low: 0,
    high: 1_000_000,
    default: 0,
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "lines at the end that are not data",
    details: "Totals, sources and notes below a table. Blank lines do not count.",
  },
  comment: {
    type: "text",
    value: "TEXT",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "pass over lines that begin with this text",
    details: 'Such as "#", or "Total" for lines of totals.',
  },
  missing: {
    type: "list",
    value: "WORDS",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "cells that mean missing (default: NA, null, NaN, ?, -)",
    details:
      "Words replace the default ones: NA, N/A, n/a, #N/A, null, NULL, NaN, nan, ? and -. Numbers and dates are " +
      "added to them and match however a cell writes them: --missing=-200 takes -200,0 too. A word with a " +
      "comma goes in double quotes: --missing '\"no, none\",NA'. An empty cell is always missing.",
  },
  types: {
    type: "text",
    value: "FILE",
    commands: ["fit", "predict", "learn", "inspect", "study"],
    help: "JSON file that overrides column types",
    details:
      'An object from column name to "numeric", "category", "date", "date-day-first", "date-month-first" or ' +
      '"ignore", such as {"zip": "category"}. numeric takes units, currencies, percent and times of day too. A cell ' +
      "of another kind counts as missing; a warning says how many there are and where the first one is.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
