import type { RunData } from "../../models/run-data.ts";
import type { JobMessage } from "../../fleet/message.ts";
import { lengthOf, readRowsContent, readTableContent, type RowsContent, type TableContent } from "../../fleet/table.ts";
import type { Contents } from "./contents.ts";

/** What a job reads, or the hash of what is missing. */
export type JobInput =
  | { readonly data: RunData; readonly rows: RowsContent["rows"] }
  | { readonly missing: string; readonly what: "table" | "rows" };

/** Tables that a worker holds at once; the one that was used longest ago goes first. */
const mostHeld = 24;

/** Reads tables and rows once, however many jobs need them. */
export class Tables {
  private readonly contents: Contents;
  private readonly held = new Map<string, Promise<unknown>>();

  constructor(contents: Contents) {
    this.contents = contents;
  }

  async inputOf({ table: tableHash, rows: rowsHash }: JobMessage): Promise<JobInput> {
    const table = await this.once(tableHash, async () => readTableContent(await this.contents.get(tableHash)));
    if (table === null) return { missing: tableHash, what: "table" };
    const length = lengthOf(table.target);
    const given = await this.once(`${rowsHash} in ${tableHash}`, async () => {
      const content = readRowsContent(await this.contents.get(rowsHash), length);
      return content === null ? null : withOrigin(table, content);
    });
    return given ?? { missing: rowsHash, what: "rows" };
  }

  private async once<Value>(key: string, read: () => Promise<Value | null>): Promise<Value | null> {
    const known = this.held.get(key) as Promise<Value | null> | undefined;
    const value = known ?? read();
    this.held.delete(key);
    this.held.set(key, value); // now the last that was used
    const [oldest] = this.held.keys();
    if (this.held.size > 2 * mostHeld && oldest !== undefined) this.held.delete(oldest);
    const found = await value.catch((error: unknown) => {
      this.held.delete(key);
      throw error;
    });
    if (found === null) this.held.delete(key);
    return found;
  }
}

function withOrigin(table: TableContent, { origin, rows }: RowsContent): { data: RunData; rows: RowsContent["rows"] } {
  return { data: { ...table, origin }, rows };
}
