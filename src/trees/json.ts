import { type Check, distinctTexts, fail, integer, list, number, object, record, text, word } from "../base/check.ts";
import { doubles, formatBytes, formatDoubles, rawBytes } from "../base/numbers.ts";
import { readTreeBits, writeTreeBits } from "./bits.ts";
import {
  leafWidth,
  type LeafForm,
  missingCode,
  scoreCount,
  setBytes,
  type TreeEnsemble,
  type TreeInput,
  type TreeTask,
} from "./trees.ts";

/** Trees as JSON: what all trees have in common by name, the trees as base64 of their bits, with a checksum. */
export function formatEnsemble(ensemble: TreeEnsemble, task: TreeTask): object {
  const { inputs, leaf, members, combine, start, inverseTemperature, floor, treeStart } = ensemble;
  const bits = writeTreeBits(ensemble, leafWidth(leaf, task));
  return {
    inputs: inputs.map(formatInput),
    leaf,
    members,
    combine,
    start,
    inverseTemperature,
    floor,
    nodes: treeStart.at(-1)!,
    bytes: bits.length,
    checksum: checksum(bits),
    trees: formatBytes(bits),
  };
}

function formatInput(input: TreeInput): object {
  if (input.kind === "order") return input;
  if (input.kind === "number") {
    const { kind, column, thresholds } = input;
    return { kind, column, count: thresholds.length, thresholds: formatDoubles(thresholds) };
  }
  const { kind, column, levels, sets } = input;
  return { kind, column, levels, count: sets.length / setBytes(levels), sets: formatBytes(sets) };
}

const most = 1 << 24;
const mostNodes = 2 ** 31;

const numberInput: Check<TreeInput> = (value, place) => {
  const head = record({ kind: word("number"), column: text, count: integer(0, missingCode - 1), thresholds: text });
  const { kind, column, count, thresholds: written } = head(value, place);
  const thresholds = doubles(count)(written, `${place}.thresholds`);
  const rises = thresholds.every((one, i) => i === 0 || one > thresholds[i - 1]!);
  return rises ? { kind, column, thresholds } : fail(`${place}.thresholds`, "must rise from entry to entry");
};

const levelsOf: Check<readonly string[]> = (value, place) => {
  const levels = distinctTexts(value, place);
  return levels.length < missingCode ? levels : fail(place, "are too many");
};

const orderInput = record<TreeInput & { kind: "order" }>({ kind: word("order"), column: text, levels: levelsOf });

const setsInput: Check<TreeInput> = (value, place) => {
  const head = record({ kind: word("sets"), column: text, levels: levelsOf, count: integer(0, most), sets: text });
  const { kind, column, levels, count, sets } = head(value, place);
  return { kind, column, levels, sets: rawBytes(count * setBytes(levels))(sets, `${place}.sets`) };
};

const input: Check<TreeInput> = (value, place) => {
  const kind = object(value, place).get("kind");
  if (kind === "number") return numberInput(value, place);
  return kind === "sets" ? setsInput(value, place) : orderInput(value, place);
};

const grid: Check<LeafForm> = (value, place) => {
  const leaf = record<LeafForm & { kind: "grid" }>({
    kind: word("grid"),
    low: number(),
    high: number(),
    steps: integer(1, 65_535),
  })(value, place);
  return leaf.low <= leaf.high ? leaf : fail(`${place}.high`, "must not be below low");
};

const leafForm: Check<LeafForm> = (value, place) => {
  const kind = object(value, place).get("kind");
  if (kind === "grid") return grid(value, place);
  return record<{ kind: "shares" | "single" }>({ kind: word("shares", "single") })(value, place);
};

/** Trees that predict this task, every number within its range. */
export function ensembleOf(task: TreeTask): Check<TreeEnsemble> {
  return (value, place) => {
    const {
      nodes,
      bytes,
      checksum: sum,
      trees: written,
      ...head
    } = record({
      inputs: list(input),
      leaf: leafForm,
      members: list(integer(0, most)),
      combine: word("mean", "sum"),
      start: list(number()),
      inverseTemperature: number({ above: 0 }),
      floor: number({ min: 0 }),
      nodes: integer(0, mostNodes),
      bytes: integer(0, mostNodes),
      checksum: integer(0, 2 ** 32 - 1),
      trees: text,
    })(value, place);
    const { leaf, members, start, combine } = head;
    const isNumber = task.kind === "regression";
    if (leaf.kind !== "single" && isNumber !== (leaf.kind === "grid")) fail(`${place}.leaf`, "does not fit the task");
    const scores = scoreCount(leaf, task);
    if (start.length !== scores) fail(`${place}.start`, `must have ${scores} entries, but has ${start.length}`);
    const isCertain = task.kind === "classification" && task.classes.length === 1;
    if (members.length === 0 && !isCertain) fail(`${place}.members`, "must have at least one entry");
    if (combine === "mean" && members.includes(0)) fail(`${place}.members`, "must not be 0 where trees are averaged");
    const bits = rawBytes(bytes)(written, `${place}.trees`);
    if (checksum(bits) !== sum) fail(`${place}.trees`, "do not fit their checksum");
    const trees = members.reduce((total, count) => total + count, 0);
    if (trees > most) fail(`${place}.members`, "are too many");
    const width = leafWidth(leaf, task);
    return { ...head, ...readTreeBits(bits, { inputs: head.inputs, leaf, width, trees, nodes }, `${place}.trees`) };
  };
}

/** FNV-1a: detects bytes that were changed by accident. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}
