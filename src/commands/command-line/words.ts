import type { Word } from "./command.ts";

const formats =
  "a CSV, Parquet, Arrow or JSON file, also in gzip or zip, or a folder of such files; - is standard input";

/** A table that a command reads. */
export const dataWord: Word = { name: "DATA", help: formats };

/** The same for a command that can also make its data. */
export const optionalDataWord: Word = { name: "DATA", help: `${formats}; none with --made`, optional: true };

/** A saved model that a command reads. */
export const modelWord: Word = { name: "MODEL", help: "a model file that a fit wrote, such as model.json" };
