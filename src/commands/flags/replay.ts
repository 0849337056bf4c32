import { UserError } from "../../base/errors.ts";
import type { Replay } from "../../descent/replay.ts";

/** The default of `learn`. */
export const replayOfLearn = "reservoir:2000";

/** A `--replay` as what it means. Throws a `UserError`. */
export function replayOf(text: string): Replay {
  if (text === "none" || text === "last" || text === "all") return { kind: text };
  const rows = /^reservoir:([1-9]\d{0,8})$/u.exec(text)?.[1];
  if (rows !== undefined) return { kind: "reservoir", rows: Number(rows) };
  throw new UserError(`--replay is none, last, reservoir:ROWS or all, not ${JSON.stringify(text)}.`, {
    hint: 'See "occam-tab help replay".',
  });
}
