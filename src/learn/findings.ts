import type { Finding } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { plural } from "../report/number.ts";
import { fewestNewRows } from "./train.ts";

/** Why rows wait in the memory: they are too few to judge a pruning, or all of one class. Null: they can be learnt. */
export function whyWait({ task, networks, target }: NetworksModel, rows: number, values: Float32Array): Finding | null {
  const few = fewestNewRows(networks);
  const about = { severity: "note", column: target } as const;
  if (rows < few) {
    const action = "They wait in the memory beside the model.";
    return {
      code: "too-few-rows",
      ...about,
      message: `${plural(rows, "new row")} ${rows === 1 ? "is" : "are"} too few to learn from (${few}).`,
      action,
    };
  }
  if (task.kind === "regression" || task.classes.length < 2 || new Set(values).size > 1) return null;
  const only = JSON.stringify(task.classes[values[0]!]);
  return {
    ...{ code: "one-class", ...about, message: `All rows are of class ${only}, so there are no classes to separate.` },
    action: "They wait in the memory beside the model.",
  };
}

/** Levels that the model did not know before. */
export function takenUp(column: string, levels: readonly string[]): Finding {
  const named = levels.slice(0, 3).map((level) => JSON.stringify(level.slice(0, 40)));
  return {
    code: "levels-taken-up",
    severity: "note",
    column,
    message:
      `Column "${column}" has ${levels.length} new ${levels.length === 1 ? "text" : "texts"} in two rows or more, ` +
      `such as ${named.join(", ")}.`,
    action: "The model takes them up.",
  };
}
