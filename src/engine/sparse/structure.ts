import { placesWhere } from "../../base/select.ts";
import type { Span } from "../../prepare/prepared.ts";
import { roundUp } from "../../wasm/bump.ts";
import type { Room } from "./room.ts";
import { Span as SpanRecord, Structure as StructureRecord } from "./schema.ts";
import { hiddenWeights, type Shape } from "./shape.ts";

/*
 * Inputs have structure that units can use which read most of them: of neighbouring steps a row fills the ones below,
 * one in part and none above, so that a prefix sum of weights and one product stand for all of them, up and down; of
 * one-hot inputs it fills one. A unit then reads a few numbers of a row (kernel/structure.ts), whether or not some of
 * its weights are pruned. When few are left, each is taken by itself.
 */

/** The inputs of a network by the way in which a row fills them, and the units that read them, as they were at load. */
export interface Structure {
  readonly plain: Uint32Array; // inputs of no span
  readonly steps: readonly (Span & { readonly kind: "steps" })[];
  readonly oneHot: readonly (Span & { readonly kind: "one-hot" })[];
  readonly reads: number; // numbers that a unit reads of a row
  readonly rowBytes: number; // that those take, see RowCodes
  // f32 for each unit of the first layer, then with skip for each output, each rounded up to 4
  readonly unitBytes: number;
  readonly skipBytes: number; // where the outputs begin; 0 without skip
}

/** Where the kernel finds a structure; bytes. */
export interface StructureLayout {
  readonly structure: Structure;
  readonly plan: number;
  readonly plain: number;
  readonly spans: number;
  readonly means: number;
  readonly tables: number;
  readonly gradients: number;
  readonly tableBytes: number; // of tables, and of gradients
  readonly panel: number;
}

const mostInputs = 0xfffe; // codes are numbers of two bytes, and one more says that a span is empty

/** What `promised` spans say of the inputs of the network that is loaded. */
export function structureOf(shape: Shape, promised: readonly Span[]): Structure {
  const { inputs, layers, skip } = shape;
  const spans = inputs <= mostInputs ? promised : [];
  const steps = spans.filter((span) => span.kind === "steps");
  const oneHot = spans.filter((span) => span.kind === "one-hot");
  const isPlain = new Uint8Array(inputs).fill(1);
  for (const span of spans) isPlain.fill(0, span.first, span.first + widthOf(span));
  const plain = placesWhere(isPlain.length, (input) => isPlain[input] === 1);
  const firstBytes = roundUp(Math.max(1, layers[0]!.outputs), 4) * 4; // never 0, which means no skip
  const skipBytes = skip && layers.length > 1 ? firstBytes : 0;
  const unitBytes = firstBytes + (skipBytes > 0 ? roundUp(layers.at(-1)!.outputs, 4) * 4 : 0);
  const reads = plain.length + 2 * steps.length + oneHot.length;
  const rowBytes = roundUp(4 * plain.length + 6 * steps.length + 2 * oneHot.length, 4);
  return { plain, steps, oneHot, reads, rowBytes, unitBytes, skipBytes };
}

function widthOf(span: Span): number {
  return span.kind === "steps" ? span.means.length : span.count;
}

// A number that all units read of a row takes as long as this many weights that are taken one by one. Whole steps, of
// those on plain columns: 4.7 inputs a read 0.68, 3 inputs 0.80, 3 levels 0.73, 2 inputs 1.07, 1.7 inputs 1.14; pruned,
// 3.3 weights a read 0.78, 2.3 0.91, 1.9 1.05.
const weightsARead = 2;

/** Whether the weights that read inputs are enough for it. */
export function pays({ reads, unitBytes }: Structure, shape: Shape): boolean {
  const weights = shape.layers.reduce(
    (sum, layer, index) => sum + layer.column.length - hiddenWeights(shape, index),
    0,
  );
  return weightsARead * reads * (unitBytes / 4) < weights;
}

/** Places for its spans, which a trainer keeps, and for what is derived from its weights. */
export function placeStructure(inputs: number, structure: Structure, { own, scratch }: Room): StructureLayout {
  const { unitBytes } = structure;
  const steps = structure.steps.reduce((sum, span) => sum + span.means.length, 0);
  const tableBytes = (inputs + 2) * 2 * unitBytes;
  return {
    structure,
    plan: own.take(StructureRecord.bytes),
    plain: own.take(structure.plain.length * 4),
    spans: own.take(structure.steps.length * SpanRecord.bytes),
    means: own.take(steps * 4),
    tables: scratch.take(tableBytes),
    gradients: scratch.take(tableBytes),
    tableBytes,
    panel: scratch.take(32 * unitBytes),
  };
}

/** Writes what the kernel must know of a structure. */
export function writeStructure(buffer: ArrayBuffer, inputs: number, layout: StructureLayout): void {
  const { structure } = layout;
  const { unitBytes } = structure;
  StructureRecord.write(buffer, layout.plan, {
    inputs,
    unitBytes,
    skipBytes: structure.skipBytes,
    plainCount: structure.plain.length,
    plain: layout.plain,
    spanCount: structure.steps.length + structure.oneHot.length,
    stepsCount: structure.steps.length,
    spans: layout.spans,
    tables: layout.tables,
    gradients: layout.gradients,
    panel: layout.panel,
  });
  const tableRows = structure.plain.map((input) => input * 2 * unitBytes);
  new Uint32Array(buffer, layout.plain, tableRows.length).set(tableRows);
  let means = layout.means;
  structure.steps.forEach((span, which) => {
    const count = span.means.length;
    SpanRecord.write(buffer, layout.spans + which * SpanRecord.bytes, { first: span.first, count, means });
    new Float32Array(buffer, means, count).set(span.means);
    means += count * 4;
  });
}

/**
 * What a structure reads of rows: the plain inputs, for each steps the share of the partial input, then for each steps
 * the number of that input and for each one-hot the number of the input that is 1.
 */
export interface RowCodes {
  readonly bytes: number; // of a row
  /** Writes the codes of the row of inputs at `at`, from byte `into` of the buffer behind both views. */
  // oxlint-disable-next-line max-params -- called for each row of each epoch: an object would cost as much as the codes
  readonly write: (inputs: Float32Array, at: number, shares: Float32Array, numbers: Uint16Array, into: number) => void;
}

/** For rows of `inputs` inputs. */
export function rowCodes({ plain, steps, oneHot, rowBytes }: Structure, inputs: number): RowCodes {
  const none = inputs + 1;
  const full = steps.map((span) => Float32Array.from(span.means, (mean) => 1 - mean));
  // oxlint-disable-next-line max-params -- as above
  const write: RowCodes["write"] = (data, at, shares, numbers, into) => {
    let share = into / 4;
    for (let which = 0; which < plain.length; which++) shares[share++] = data[at + plain[which]!]!;
    let number = 2 * (share + steps.length);
    for (let which = 0; which < steps.length; which++) {
      const { first, means } = steps[which]!;
      const ones = full[which]!;
      const start = at + first;
      let step = 0;
      while (step + 1 < ones.length && data[start + step] === ones[step]) step++;
      const isMissing = step === 0 && data[start] === 0 && isEmpty(data, start, ones.length);
      shares[share++] = isMissing ? 0 : data[start + step]! + means[step]!;
      numbers[number++] = isMissing ? none : first + step;
    }
    for (const { first, count } of oneHot) {
      let input = 0;
      while (input < count && data[at + first + input] === 0) input++;
      numbers[number++] = input < count ? first + input : none;
    }
  };
  return { bytes: rowBytes, write };
}

function isEmpty(data: Float32Array, start: number, count: number): boolean {
  for (let input = start; input < start + count; input++) if (data[input] !== 0) return false;
  return true;
}
