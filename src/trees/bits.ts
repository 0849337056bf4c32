import { fail } from "../base/check.ts";
import { leafCoding } from "./leaf-coding.ts";
import { type BitCoder, evenChances, NumberCoding, RangeReader, RangeWriter } from "./range-coder.ts";
import { LeafRows, NodeRoom } from "./room.ts";
import { codeCount, type TreeEnsemble, type TreeInput, viewsOf } from "./trees.ts";

/*
 * Trees as bits. Each tree is in preorder, the left side first: whether a node is a leaf; then its view and its
 * threshold, or its values. Writer and reader ask the same questions, so that what both know takes no room: on the way
 * down every split narrows the codes of its input.
 */

/** What both sides know before the first bit. */
export interface TreeHead extends Pick<TreeEnsemble, "inputs" | "leaf"> {
  readonly width: number; // numbers in a leaf
  readonly trees: number;
  readonly nodes: number;
}

const deepest = 63; // depths beyond have the chances of this one

/** The chances of one file, and the codes that are left of each input where the walk is. */
class TreeCoding {
  private readonly coder: BitCoder;
  private readonly views: ReturnType<typeof viewsOf>;
  private readonly isLeaf = evenChances(deepest + 1);
  private readonly view: NumberCoding;
  private readonly thresholds: readonly NumberCoding[];
  readonly low: Int32Array;
  readonly high: Int32Array;

  constructor(coder: BitCoder, inputs: readonly TreeInput[]) {
    this.coder = coder;
    this.views = viewsOf(inputs);
    this.view = new NumberCoding(Math.max(0, this.views.length - 1));
    this.thresholds = inputs.map((input) => new NumberCoding(codeCount(input)));
    this.low = new Int32Array(inputs.length);
    this.high = Int32Array.from(inputs, (input) => codeCount(input) - 1);
    this.isSet = inputs.map(({ kind }) => kind === "sets");
  }

  private readonly isSet: readonly boolean[];

  leaf(depth: number, bit: number): boolean {
    return this.coder.bit(this.isLeaf, Math.min(depth, deepest), bit) === 1;
  }

  /** The split of an inner node with children at `child`; null where nothing can be split. */
  split(view: number, threshold: number, child: number): Split | null {
    if (this.views.length === 0) return null;
    const coded = this.view.code(this.coder, view, { low: 0, high: this.views.length - 1 });
    const { input, odd } = this.views[coded]!;
    const [low, high] = [this.low[input]!, this.high[input]!];
    if (this.isSet[input] === true) return { view: coded, threshold: 0, child, input, leftHigh: high, rightLow: low };
    const added = odd ? 1 : 0;
    if (low > high) return null;
    const within = { low, high: high + added };
    // A threshold beyond the codes that are left divides as the last of them.
    const kept = this.thresholds[input]!.code(this.coder, Math.min(threshold, within.high), within);
    const last = kept - added;
    return { view: coded, threshold: kept, child, input, leftHigh: last, rightLow: last + 1 };
  }
}

/** A split as it is coded. Of the codes of its input, the left side has those up to `leftHigh`. */
interface Split {
  readonly view: number;
  readonly threshold: number;
  readonly child: number; // the left one; the right one follows it
  readonly input: number;
  readonly leftHigh: number;
  readonly rightLow: number;
}

/** A step of the walk: what is left of an input from here on, then a node below; -1 is none. */
interface Step {
  readonly root: number;
  readonly depth: number;
  readonly input: number;
  readonly low: number;
  readonly high: number;
}

/** Walks trees in preorder. `visit` codes a node and gives its split, or null for a leaf. */
function walk(coding: TreeCoding, first: number, visit: (node: number, depth: number) => Split | null): void {
  const waiting: Step[] = [{ root: first, depth: 0, input: -1, low: 0, high: 0 }];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { root: node, depth, input } = step;
    if (input >= 0) {
      coding.low[input] = step.low;
      coding.high[input] = step.high;
    }
    if (node < 0) continue;
    const split = visit(node, depth);
    if (split === null) continue;
    const { child, leftHigh, rightLow } = split;
    const [low, high] = [coding.low[split.input]!, coding.high[split.input]!];
    waiting.push({ root: -1, depth, input: split.input, low, high });
    waiting.push({ root: child + 1, depth: depth + 1, input: split.input, low: rightLow, high });
    waiting.push({ root: child, depth: depth + 1, input: split.input, low, high: leftHigh });
  }
}

export function writeTreeBits(ensemble: TreeEnsemble, width: number): Uint8Array {
  const { inputs, leaf, treeStart, view, threshold, child, values } = ensemble;
  const writer = new RangeWriter();
  const coding = new TreeCoding(writer, inputs);
  const leaves = leafCoding(writer, leaf, width);
  const row = new Float32Array(width); // of a leaf, which the coding rounds
  for (let tree = 0; tree + 1 < treeStart.length; tree++) {
    walk(coding, treeStart[tree]!, (node, depth) => {
      if (coding.leaf(depth, child[node] === 0 ? 1 : 0)) {
        const at = width * view[node]!;
        for (let i = 0; i < width; i++) row[i] = values[at + i]!;
        leaves.code(row);
        return null;
      }
      const split = coding.split(view[node]!, threshold[node]!, child[node]!);
      if (split === null || split.threshold > threshold[node]!) throw new Error("A tree splits what cannot be split.");
      return split;
    });
  }
  return writer.finish();
}

type TreeArrays = Pick<TreeEnsemble, "treeStart" | "view" | "threshold" | "child" | "values">;

/** The trees of some bytes; fails, as a check does, where they hold others than the head says. */
export function readTreeBits(bytes: Uint8Array, head: TreeHead, place: string): TreeArrays {
  const { inputs, leaf, width, trees, nodes } = head;
  const reader = new RangeReader(bytes);
  const coding = new TreeCoding(reader, inputs);
  const leaves = leafCoding(reader, leaf, width);
  const room = new NodeRoom(Math.min(nodes, 8 * bytes.length + 64));
  const treeStart = new Uint32Array(trees + 1);
  const row = new Float32Array(width);
  const rows = new LeafRows(width);
  if (leaf.kind === "shares") for (let c = 0; c < width; c++) rows.push(row.fill(0).fill(1, c, c + 1));
  let made = 0;
  for (let tree = 0; tree < trees; tree++) {
    const root = made++;
    treeStart[tree] = root;
    if (made > nodes || reader.left < 0) return fail(place, "ends too early");
    walk(coding, root, (node, depth) => {
      if (made > nodes || reader.left < 0) return fail(place, "ends too early");
      room.fit(made + 2);
      if (coding.leaf(depth, 0)) {
        const pure = leaves.code(row);
        room.view[node] = pure >= 0 ? pure : rows.push(row);
        return null;
      }
      const split = coding.split(0, 0, made);
      if (split === null) return fail(place, "splits what cannot be split");
      made += 2;
      room.view[node] = split.view;
      room.threshold[node] = split.threshold;
      room.child[node] = split.child;
      return split;
    });
  }
  treeStart[trees] = made;
  if (made !== nodes) fail(place, `holds ${made} nodes instead of ${nodes}`);
  if (reader.left !== 0) fail(place, reader.left < 0 ? "ends too early" : `has ${reader.left} bytes too many`);
  return { treeStart, ...room.read(made), values: rows.read() };
}
