import { LayerPlan } from "./schema.generated";
import { transpose } from "./vector";

/**
 * The weights of a full layer once more, four output units together, for `forwardDense`. Rows beyond the last repeat
 * it.
 */
export function pack(layer: LayerPlan, weights: usize): void {
  const rowBytes = <usize>layer.rowBytes;
  const readBytes = (<usize>layer.sources) << 2;
  const last = weights + rowBytes * <usize>(layer.outputs - 1);
  let into = <usize>layer.packed;
  for (let row = weights; row <= last; row += rowBytes << 2) {
    const b = min(row + rowBytes, last);
    const c = min(row + (rowBytes << 1), last);
    const d = min(row + rowBytes * 3, last);
    for (let at: usize = 0; at < readBytes; at += 16) {
      transpose(v128.load(row + at), v128.load(b + at), v128.load(c + at), v128.load(d + at), into, 16);
      into += 64;
    }
  }
}

/** The weights of hidden units, four units together, for `hiddenDense`. */
export function packHidden(layer: LayerPlan, weights: usize): void {
  const rowBytes = <usize>layer.rowBytes;
  const end = (<usize>layer.hiddenSources) << 2;
  const rows = <usize>layer.outputs;
  let into = <usize>layer.packedHidden;
  for (let at: usize = 0; at < end; at += 16) {
    let from = weights + at;
    for (let row: usize = 0; row < rows; row++) {
      v128.store(into, v128.load(from));
      from += rowBytes;
      into += 16;
    }
  }
}
