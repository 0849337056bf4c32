import { UserError } from "../base/errors.ts";
import { joined } from "../base/join.ts";
import { Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { remember, type Replay } from "../descent/replay.ts";
import type { Engine } from "../engine/engine.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { encode } from "../prepare/encoder.ts";
import { expandDates } from "../prepare/features.ts";
import { mergeProfiles, profileOf } from "./drift.ts";
import type { Learnt, Ongoing, Recalled, RowsRead } from "./ongoing.ts";
import { rolesOf } from "./roles.ts";
import { joinRows, newRows, selectRows } from "./rows.ts";
import { scoreRows } from "./score.ts";
import { weightsOf } from "./train.ts";

/** Whether these rows are the file that the model was fitted on. */
export function isOfFit({ origin }: NetworksModel, { sha256 }: RowsRead): boolean {
  return sha256 !== "" && sha256 === origin.sha256;
}

/**
 * Puts the rows of the fit into the memory, to be replayed with further ones. The model knows them, so nothing is
 * learnt, and their score is no part of the history. Throws a UserError where they are there already, or nothing is
 * replayed.
 */
export async function recallFit(
  { model, memory }: Ongoing,
  read: RowsRead,
  { replay, engine }: { readonly replay: Replay; readonly engine: Engine },
): Promise<Learnt> {
  if (memory.recalled) {
    throw new UserError(`${read.name} holds the rows of the fit, which are in the memory already.`, {
      hint: "Go on with rows that the model has not learnt.",
    });
  }
  if (replay.kind === "none") {
    throw new UserError(`${read.name} holds the rows of the fit, which the model knows, and nothing is replayed.`, {
      hint: "Leave out --replay none, and these rows are kept in the memory, to be learnt again with new ones.",
    });
  }
  const { table: fitted, findings } = newRows(model, read.table, read.name);
  const table = joinRows(memory.table, fitted);
  const before = memory.table?.rowCount ?? 0;
  const kept = before - memory.waiting;
  const rows = range(before, table.rowCount);
  const { inputs: known, target, weights } = rolesOf(model, selectRows(table, rows));
  const all = range(0, rows.length);
  const inputs = encode(expandDates(known), all, model.encoder);
  const scored = await scoreRows(model, { inputs, target, rows: all, weights }, engine);

  const seen = Math.max(kept, memory.seen - rows.length);
  const random = Random.of(model.origin.seed, "recall");
  const remembered = remember({ kept: range(0, kept), seen }, rows, { replay, random });
  const waiting = range(kept, before);
  const record: Recalled = {
    ...{ data: read.name, sha256: read.sha256, rows: rows.length, ...scored, unlike: [], worse: false },
    ...{ outcome: "recalled", held: null, weights: weightsOf(model.networks), operations: 0 },
  };
  return {
    model,
    memory: {
      ...memory,
      recalled: true,
      table: selectRows(table, joined(Uint32Array, [remembered.kept, waiting])),
      profile: mergeProfiles(memory.profile, profileOf(inputs)),
    },
    record,
    findings,
  };
}
