import type { Bump } from "../wasm/bump.ts";
import type { CoreInput } from "./core.ts";
import { codeCount, LookedColumn, LossPlan, RowsPlan, SplitFound, SplitPlan, TreeNode } from "./schema.ts";

/** Addresses of a core's memory, as schema.ts draws it. */
export function placeCore(bump: Bump, input: CoreInput) {
  const { columns, leaves } = input;
  const count = input.targets.length;
  const widest = columns.map(({ known }) => 8 * (known + 1)).sort((a, b) => b - a);
  const room = widest.slice(0, input.columnsAtOnce).reduce((sum, bytes) => sum + bytes, 0);
  const histogramRoom = 16 * Math.ceil(room / 16);
  const split = {
    columns: bump.take(LookedColumn.bytes * columns.length),
    keys: bump.take(8 * codeCount),
    order: bump.take(4 * codeCount),
    kept: bump.take(4 * codeCount),
    found: bump.take(SplitFound.bytes),
    sides: bump.take(codeCount),
  };
  const rows = {
    rows: bump.take(4 * (count + 1)),
    pairs: bump.take(8 * (count + 1)),
    spareRows: bump.take(4 * (count + 1)),
    sparePairs: bump.take(8 * (count + 1)),
  };
  const loss = {
    targets: bump.take(8 * count),
    weights: bump.take(input.weights === null ? 0 : 8 * count),
    scores: bump.take(8 * count * input.scores),
    chances: bump.take(input.loss === "log-loss" ? 8 * count * input.scores : 0),
    derivatives: bump.take(16 * count),
    sums: bump.take(16),
  };
  return {
    split,
    rows,
    loss,
    splitPlan: bump.take(SplitPlan.bytes),
    rowsPlan: bump.take(RowsPlan.bytes),
    lossPlan: bump.take(LossPlan.bytes),
    nodes: bump.take(TreeNode.bytes * 2 * leaves),
    nodeSides: bump.take(codeCount * 2 * leaves),
    list: bump.take(4 * count),
    histograms: bump.take(histogramRoom * leaves),
    codes: bump.take(columns.length * count),
    histogramRoom,
  };
}
