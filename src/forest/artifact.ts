import { damaged, type ForestHeader, parseHeader } from "./artifact-header.ts";
import { leafRows, usedThresholds } from "./artifact-parts.ts";
import { readTrees, writeTrees } from "./artifact-trees.ts";
import { type CodedColumn, type Forest, leafView, treeCount, valueWidth } from "./forest.ts";

/*
 * The file of a grown forest. All numbers are little-endian:
 *
 *   | "occamrf" and a byte for the version | u32 checksum of what follows | u32 bytes of the header |
 *   | header | thresholds | leaf values | trees |
 *
 *   header       JSON, see artifact-header.ts
 *   thresholds   f64, of each numeric column those that some node uses, ascending
 *   leaf values  f32, rows of what impure leaves say (fractions of classes, or a mean)
 *   trees        bits, each tree in preorder. A node is one bit, 1 for a leaf. Then an inner node has the position of
 *                its view among the header's, and the number of its threshold or of its last level on the left; one
 *                more says that all known values go left. A leaf has its class, or `classes` + the number of a row of
 *                leaf values; if rows are not shared, the next row is meant.
 *
 * Codes are numbered anew, by the thresholds in use: predictions are the same, bit for bit.
 */

const magic = [...new TextEncoder().encode("occamrf"), 1];
const headerAt = 16;

/** The bytes of a forest's file. */
export function writeForest(forest: Forest): Uint8Array {
  const used = usedThresholds(forest);
  const rows = leafRows(forest);
  const header: ForestHeader = {
    task: forest.task,
    seed: forest.seed,
    firstTree: forest.firstTree,
    operations: forest.operations,
    trees: treeCount(forest),
    columns: forest.columns.map((column, i) => {
      if (column.kind === "category") return column;
      return { kind: column.kind, name: column.name, thresholds: used[i]!.length };
    }),
    views: [...new Set(forest.view)].filter((view) => view !== leafView(forest.columns.length)).sort((a, b) => a - b),
    leafRows: rows.count,
    areShared: rows.numbers !== null,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const thresholds = forest.columns.flatMap((column, i) =>
    column.kind === "numeric" ? Array.from(used[i]!, (code) => column.thresholds[code]!) : [],
  );
  const numbers = new DataView(new ArrayBuffer(8 * thresholds.length + 4 * rows.values.length));
  thresholds.forEach((threshold, i) => numbers.setFloat64(8 * i, threshold, true));
  rows.values.forEach((value, i) => numbers.setFloat32(8 * thresholds.length + 4 * i, value, true));
  const trees = writeTrees(forest, { header, used, numbers: rows.numbers });
  const parts = [text, new Uint8Array(numbers.buffer), trees];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, headerAt));
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(12, text.length, true);
  let at = headerAt;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  new DataView(bytes.buffer).setUint32(8, checksum(bytes.subarray(12)), true);
  return bytes;
}

/** The forest of a file. Throws a UserError where the bytes are not those of one. */
export function readForest(bytes: Uint8Array): Forest {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerAt || magic.slice(0, 7).some((byte, i) => byte !== bytes[i])) {
    throw damaged("it is not the file of a forest");
  }
  if (bytes[7] !== magic[7]) throw damaged(`its version is ${bytes[7]}, and this program reads version ${magic[7]}`);
  if (view.getUint32(8, true) !== checksum(bytes.subarray(12))) throw damaged("its checksum does not fit");
  const numbersAt = headerAt + view.getUint32(12, true);
  const header = parseHeader(bytes.subarray(headerAt, numbersAt));
  if (header === null) throw damaged("its header is not that of a forest");
  const width = valueWidth(header.task);
  const counts = header.columns.map((column) => (column.kind === "numeric" ? column.thresholds : 0));
  const valuesAt = numbersAt + 8 * counts.reduce((sum, count) => sum + count, 0);
  const treesAt = valuesAt + 4 * width * header.leafRows;
  if (treesAt > bytes.length) throw damaged("it ends too early");
  let at = numbersAt;
  const columns = header.columns.map((column): CodedColumn => {
    if (column.kind === "category") return column;
    const thresholds = Float64Array.from({ length: column.thresholds }, (_, i) => view.getFloat64(at + 8 * i, true));
    if (!thresholds.every((one, i) => i === 0 || one > thresholds[i - 1]!)) throw damaged("thresholds do not ascend");
    at += 8 * column.thresholds;
    return { kind: "numeric", name: column.name, thresholds };
  });
  const values = Float32Array.from({ length: width * header.leafRows }, (_, i) =>
    view.getFloat32(valuesAt + 4 * i, true),
  );
  if (!values.every((value) => Number.isFinite(value) && (width === 1 || (value >= 0 && value <= 1)))) {
    throw damaged("a leaf says what no leaf can say");
  }
  const { task, seed, firstTree, operations } = header;
  return {
    task,
    columns,
    seed,
    firstTree,
    operations,
    ...readTrees(bytes.subarray(treesAt), { header, columns, values }),
  };
}

/** FNV-1a: tells of bytes that were changed by accident. What is changed on purpose is checked as it is read. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}
