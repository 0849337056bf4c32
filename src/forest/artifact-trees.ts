import { damaged, type ForestHeader } from "./artifact-header.ts";
import { preorder } from "./artifact-parts.ts";
import { BitReader, bitsFor, BitWriter } from "./bits.ts";
import { type CodedColumn, type Forest, leafView, pureValues, treeCount, valueWidth } from "./forest.ts";
import { Nodes } from "./nodes.ts";
import { missing } from "./schema.ts";

interface Written {
  readonly header: ForestHeader;
  readonly used: readonly Uint16Array[];
  readonly numbers: Uint32Array | null; // of the row of leaf values, by leaf row of the forest
}

/** The trees as bits. */
export function writeTrees(forest: Forest, { header, used, numbers }: Written): Uint8Array {
  const bits = new BitWriter();
  const isLeaf = leafView(forest.columns.length);
  const pure = pureValues(forest.task);
  const viewPlace = new Map(header.views.map((view, place) => [view, place]));
  const ranks = used.map((codes) => new Map(Array.from(codes, (code, rank) => [code, rank])));
  const viewBits = bitsFor(header.views.length);
  const leafBits = bitsFor(pure + (numbers === null ? 1 : header.leafRows));
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const root = forest.treeStart[tree]!;
    for (const node of preorder(forest, tree)) {
      const view = forest.view[root + node]!;
      bits.write(view === isLeaf ? 1 : 0, 1);
      if (view === isLeaf) {
        const value = forest.value[root + node]!;
        const row = forest.valueStart[tree]! + value - pure;
        bits.write(value < pure ? value : pure + (numbers === null ? 0 : numbers[row]!), leafBits);
        continue;
      }
      const column = view >>> 1;
      const last = knownCodes(forest.columns[column]!) - 1;
      const code = forest.threshold[root + node]! - (view & 1);
      const steps = stepsOf(header.columns[column]!);
      const rank = forest.columns[column]!.kind === "numeric" ? ranks[column]!.get(code)! : code;
      bits.write(viewPlace.get(view)!, viewBits);
      bits.write(code >= last ? steps : rank, bitsFor(steps + 1));
    }
  }
  return bits.read();
}

interface Read {
  readonly header: ForestHeader;
  readonly columns: readonly CodedColumn[];
  readonly values: Float32Array;
}

/** The trees that are written in `bytes`. Throws a UserError where they cannot be. */
export function readTrees(bytes: Uint8Array, { header, columns, values }: Read) {
  const bits = new BitReader(bytes);
  const width = valueWidth(header.task);
  const pure = pureValues(header.task);
  const viewBits = bitsFor(header.views.length);
  const leafSymbols = pure + (header.areShared ? header.leafRows : 1);
  const nodes = new Nodes();
  const treeStart = new Uint32Array(header.trees + 1);
  const valueStart = new Uint32Array(header.trees + 1);
  let nextRow = 0;
  const read = (wide: number, below: number): number => {
    const number = bits.read(wide);
    if (number < 0) throw damaged("it ends too early");
    if (number >= below) throw damaged("a node has a number that is too large");
    return number;
  };
  for (let tree = 0; tree < header.trees; tree++) {
    const root = nodes.count;
    const waiting = [{ node: nodes.push(), depth: 0 }];
    for (let open = waiting.pop(); open !== undefined; open = waiting.pop()) {
      const { node, depth } = open;
      if (read(1, 2) === 1) {
        const symbol = read(bitsFor(leafSymbols), leafSymbols);
        const row = symbol < pure ? -1 : header.areShared ? symbol - pure : nextRow++;
        if (row >= header.leafRows) throw damaged("a node has a number that is too large");
        nodes.view[node] = leafView(columns.length);
        nodes.threshold[node] = Math.min(depth, 65_535);
        nodes.child[node] = node - root;
        nodes.value[node] = row < 0 ? symbol : pure + nodes.valueCount / width - valueStart[tree]!;
        for (let i = 0; row >= 0 && i < width; i++) nodes.pushValue(values[row * width + i]!);
        continue;
      }
      const view = header.views[read(viewBits, header.views.length)]!;
      const steps = stepsOf(header.columns[view >>> 1]!);
      const step = read(bitsFor(steps + 1), steps + 1);
      const left = nodes.push();
      waiting.push({ node: nodes.push(), depth: depth + 1 }, { node: left, depth: depth + 1 });
      nodes.view[node] = view;
      nodes.threshold[node] = (step === steps ? missing - 1 : step) + (view & 1);
      nodes.child[node] = left - root;
    }
    treeStart[tree + 1] = nodes.count;
    valueStart[tree + 1] = nodes.valueCount / width;
  }
  if (bits.left > 0) throw damaged("something follows its last tree");
  return { treeStart, valueStart, ...nodes.read() };
}

/** Codes of known values. */
function knownCodes(column: CodedColumn): number {
  return column.kind === "numeric" ? column.thresholds.length + 1 : column.levels.length;
}

/** Places at which known values of a column can be divided. */
function stepsOf(column: ForestHeader["columns"][number]): number {
  return column.kind === "numeric" ? column.thresholds : Math.max(0, column.levels.length - 1);
}
