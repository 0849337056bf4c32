import { type BitCoder, evenChances, NumberCoding } from "./range-coder.ts";
import { type LeafForm, shareSteps } from "./trees.ts";

export interface LeafCoding {
  /** Codes the values of a leaf, which a reader writes to `row`; the class of a leaf of one class, else -1. */
  code(row: Float32Array): number;
}

export function leafCoding(coder: BitCoder, leaf: LeafForm, width: number): LeafCoding {
  if (leaf.kind === "shares") return shareCoding(coder, width);
  if (leaf.kind === "grid") return gridCoding(coder, leaf);
  const bits = new Uint32Array(1);
  const single = new Float32Array(bits.buffer);
  return {
    code(row) {
      single[0] = row[0]!;
      bits[0] = coder.word(bits[0]!);
      row[0] = single[0]!;
      return -1;
    },
  };
}

/** Whether a leaf is of one class, and which; else the steps of each class, as far as they are not all given. */
function shareCoding(coder: BitCoder, classes: number): LeafCoding {
  const pure = evenChances(1);
  const pureClass = new NumberCoding(classes - 1);
  const isNone = evenChances(classes);
  const share = new NumberCoding(shareSteps);
  return {
    code(row) {
      const only = row.indexOf(1);
      if (coder.bit(pure, 0, only >= 0 ? 1 : 0) === 1) {
        return pureClass.code(coder, Math.max(0, only), { low: 0, high: classes - 1 });
      }
      let left = shareSteps;
      for (let c = 0; c < classes; c++) {
        let steps = left;
        if (c + 1 < classes && left > 0) {
          const known = Math.round(row[c]! * shareSteps);
          steps =
            coder.bit(isNone, c, known === 0 ? 0 : 1) === 0 ? 0 : share.code(coder, known, { low: 1, high: left });
        }
        row[c] = steps / shareSteps;
        left -= steps;
      }
      return -1;
    },
  };
}

const before = 8; // leaves are alike to the one before: it is known to an eighth of the grid

function gridCoding(coder: BitCoder, { low, high, steps }: Extract<LeafForm, { kind: "grid" }>): LeafCoding {
  const after = Array.from({ length: before }, () => new NumberCoding(steps));
  const width = high - low;
  let last = 0;
  return {
    code(row) {
      const known = width > 0 ? Math.round(((row[0]! - low) / width) * steps) : 0;
      const step = after[last]!.code(coder, known, { low: 0, high: steps });
      row[0] = low + (width * step) / steps;
      last = Math.min(before - 1, Math.floor((before * step) / (steps + 1)));
      return -1;
    },
  };
}
