import type { FileText } from "./file-text.ts";
import type { RecordSource } from "./records.ts";

type Dialect = Required<Pick<RecordSource, "delimiter" | "name" | "skipped">>;

const fewestBytes = 1 << 16; // below, the start of a kernel costs more than it saves

/** The records of a file, whose text is only made where something reads it; of a short one as a string alone. */
export class FileSource implements RecordSource {
  readonly bytes: Uint8Array | null;
  readonly delimiter: string;
  readonly name: string;
  readonly skipped: number;
  private readonly file: FileText;

  constructor(file: FileText, { delimiter, name, skipped }: Dialect, fewest = fewestBytes) {
    this.file = file;
    this.bytes = file.bytes !== null && file.bytes.length >= fewest ? file.bytes : null;
    this.delimiter = delimiter;
    this.name = name;
    this.skipped = skipped;
  }

  get text(): string {
    return this.file.text;
  }
}
