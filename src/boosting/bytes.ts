import { type Check, checked, fail } from "../base/check.ts";
import type { Task } from "../prepare/prepared.ts";
import { ByteReader, ByteWriter } from "./byte-stream.ts";
import { type BinnedColumn, knownCodes } from "./data.ts";
import type { Boosting } from "./fit.ts";
import { scoresOf } from "./options.ts";
import { setBytes, treeCount, type Trees } from "./trees.ts";

/*
 * The saved form, little-endian: the mark, a version, the task, the columns with their thresholds or levels, scores
 * at the start and the inverse temperature, the members. A tree is its nodes and sets: a node has a byte, 0 for a
 * leaf, which has a value (float32), or for an inner node half the number of its right child, with a column and a
 * split (two bytes each). Left children have odd numbers, since children come in pairs after the root.
 */
const mark = "occam-tab boosting";
const version = 1;
const kinds = ["classification", "regression"] as const;
const mostNodes = 511; // 256 leaves

/** An ensemble as bytes; `boostingFromBytes` gives the same back, bit by bit. */
export function boostingToBytes(boosting: Boosting): Uint8Array {
  const writer = new ByteWriter();
  writer.text(mark);
  writer.uint8(version);
  writeTask(boosting.task, writer);
  writer.uint32(boosting.columns.length);
  for (const column of boosting.columns) writeColumn(column, writer);
  for (const score of boosting.start) writer.float64(score);
  writer.float64(boosting.inverseTemperature);
  writer.uint32(boosting.members.length);
  for (const member of boosting.members) writeTrees(member, writer);
  return writer.read();
}

/**
 * Reads what `boostingToBytes` wrote and checks every field: any bytes that pass can be predicted with. Throws a
 * UserError.
 */
export function boostingFromBytes(bytes: Uint8Array): Boosting {
  return checked(bytes, boosting, {
    file: "The saved boosting model",
    hint: "Use a file that this version of occam-tab wrote, unchanged.",
  });
}

const boosting: Check<Boosting> = (content) => {
  if (!(content instanceof Uint8Array)) return fail("", "must be bytes");
  const reader = new ByteReader(content);
  if (reader.text("the mark") !== mark) fail("", "is not one of boosting");
  const written = reader.uint8();
  if (written !== version) fail("the version", `must be ${version}, but is ${written}`);
  const task = readTask(reader);
  const columns = Array.from({ length: reader.count(9) }, (_, i) => readColumn(reader, `columns[${i}]`));
  const start = Float64Array.from({ length: scoresOf(task) }, (_, i) => reader.float64(`start[${i}]`));
  const inverseTemperature = reader.float64("the inverse temperature");
  if (!(inverseTemperature > 0)) fail("the inverse temperature", "must be above 0");
  const context = { columns, scores: start.length };
  const members = Array.from({ length: reader.count(4) }, (_, i) => readTrees(reader, context, `members[${i}]`));
  const isCertain = task.kind === "classification" && task.classes.length === 1;
  if (members.length === 0 && !isCertain) fail("members", "must have at least one");
  reader.end();
  return { task, columns, start, inverseTemperature, members };
};

function writeTask(task: Task, writer: ByteWriter): void {
  writer.uint8(kinds.indexOf(task.kind));
  if (task.kind === "regression") {
    for (const number of [task.mean, task.deviation, task.low, task.high]) writer.float64(number);
    return;
  }
  writer.uint32(task.classes.length);
  for (const name of task.classes) writer.text(name);
}

function readTask(reader: ByteReader): Task {
  const kind = kinds[reader.uint8()];
  if (kind === "classification") {
    const classes = Array.from({ length: reader.count(4) }, () => reader.text("a class"));
    if (classes.length === 0) fail("the classes", "must be at least one");
    return new Set(classes).size === classes.length ? { kind, classes } : fail("the classes", "name something twice");
  }
  if (kind === undefined) return fail("the task", "is unknown");
  const number = (name: string) => reader.float64(`the target's ${name}`);
  const task = { kind, mean: number("mean"), deviation: number("deviation"), low: number("low"), high: number("high") };
  return task.deviation > 0 && task.low <= task.high ? task : fail("the target's range", "is not one");
}

function writeColumn(column: BinnedColumn, writer: ByteWriter): void {
  writer.text(column.name);
  writer.uint8(Number(column.kind === "category"));
  if (column.kind === "numeric") {
    writer.uint32(column.thresholds.length);
    for (const threshold of column.thresholds) writer.float64(threshold);
    return;
  }
  writer.uint32(column.levels.length);
  for (const level of column.levels) writer.text(level);
}

function readColumn(reader: ByteReader, place: string): BinnedColumn {
  const name = reader.text(`${place}.name`);
  const isCategory = reader.uint8();
  if (isCategory > 1) fail(`${place}.kind`, "is unknown");
  if (isCategory === 1) {
    const levels = Array.from({ length: reader.count(4) }, () => reader.text(`${place}.levels`));
    if (levels.length > 255 || new Set(levels).size < levels.length)
      fail(`${place}.levels`, "are not at most 255 different ones");
    return { kind: "category", name, levels };
  }
  const thresholds = Float64Array.from({ length: reader.count(8) }, () => reader.float64(`${place}.thresholds`));
  const rise = thresholds.every((threshold, i) => i === 0 || threshold > thresholds[i - 1]!);
  return rise && thresholds.length < 255
    ? { kind: "numeric", name, thresholds }
    : fail(`${place}.thresholds`, "are not at most 254 rising ones");
}

function writeTrees(trees: Trees, writer: ByteWriter): void {
  writer.uint32(treeCount(trees));
  for (let tree = 0; tree < treeCount(trees); tree++) {
    const [from, to] = [trees.treeStart[tree]!, trees.treeStart[tree + 1]!];
    writer.uint16(to - from);
    for (let node = from; node < to; node++) {
      const child = trees.child[node]!;
      writer.uint8((child + 1) >>> 1);
      if (child === 0) writer.float32(trees.value[node]!);
      else {
        writer.uint16(trees.column[node]!);
        writer.uint16(trees.split[node]!);
      }
    }
    const sets = trees.sets.subarray(setBytes * trees.setStart[tree]!, setBytes * trees.setStart[tree + 1]!);
    writer.uint16(sets.length / setBytes);
    writer.raw(sets);
  }
}

function readTrees(
  reader: ByteReader,
  { columns, scores }: { readonly columns: readonly BinnedColumn[]; readonly scores: number },
  place: string,
): Trees {
  const count = reader.count(4);
  if (count % scores !== 0) fail(place, `must hold ${scores} trees a round, but holds ${count}`);
  const [treeStart, setStart] = [new Uint32Array(count + 1), new Uint32Array(count + 1)];
  const nodes: { child: number; column: number; split: number; value: number }[] = [];
  const sets: Uint8Array[] = [];
  for (let tree = 0; tree < count; tree++) {
    const own = readNodes(reader, `${place}, tree ${tree}`);
    const ownSets = Array.from({ length: reader.uint16() }, () => reader.raw(setBytes));
    for (const node of own) if (node.child > 0) checkSplit(node, columns, ownSets.length, `${place}, tree ${tree}`);
    for (const node of own) nodes.push(node);
    sets.push(...ownSets);
    treeStart[tree + 1] = nodes.length;
    setStart[tree + 1] = sets.length;
  }
  return {
    treeStart,
    setStart,
    child: Uint16Array.from(nodes, ({ child }) => child),
    column: Uint16Array.from(nodes, ({ column }) => column),
    split: Uint16Array.from(nodes, ({ split }) => split),
    value: Float32Array.from(nodes, ({ value }) => value),
    sets: Uint8Array.from(sets.flatMap((set) => [...set])),
  };
}

/**
 * Nodes of one tree: every one but the root is the child of exactly one before it, so that each walk ends in a leaf.
 */
function readNodes(reader: ByteReader, place: string) {
  const count = reader.uint16();
  if (count % 2 === 0 || count > mostNodes) fail(place, `cannot have ${count} nodes`);
  const taken = new Uint8Array(count);
  return Array.from({ length: count }, (_, node) => {
    const child = 2 * reader.uint8() - 1;
    if (child < 0) return { child: 0, column: 0, split: 0, value: reader.float32(place) };
    if (child <= node || child + 1 >= count || taken[child] === 1) fail(place, `has a wrong child ${child}`);
    taken[child] = 1;
    return { child, column: reader.uint16(), split: reader.uint16(), value: 0 };
  });
}

function checkSplit(
  { column, split }: { readonly column: number; readonly split: number },
  columns: readonly BinnedColumn[],
  sets: number,
  place: string,
): void {
  const read = columns[column];
  if (read === undefined) return fail(place, `reads a column ${column} that is not there`);
  const fits = read.kind === "category" ? split < sets : split < 512 && (split & 255) < Math.max(1, knownCodes(read));
  if (!fits) fail(place, `has a split ${split} that its column does not have`);
}
