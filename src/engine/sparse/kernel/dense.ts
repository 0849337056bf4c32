import { LayerPlan } from "./plan";
import { finish, sumOfLanes, sumsOfLanes, transpose } from "./vector";

// Slots of a panel that are read again and again while they are in the nearest cache: 128 of 128 bytes are half of 32 kB.
const blockSlots: i32 = 128;

/**
 * Sums over `terms` slots from `from` on for `units` units, four units by eight columns at a time: 8 sums, 2 loads of the panel and 4
 * weights, so 6 loads feed 8 products where the sparse kernel needs 9. The four weights of a term lie together; a term is `termStep`
 * bytes after the one before, the next four units `unitStep` bytes on. Many terms are taken a block at a time.
 */
function products(
  from: usize,
  terms: i32,
  weights: usize,
  termStep: usize,
  unitStep: usize,
  biases: usize,
  gates: usize,
  rectified: bool,
  into: usize,
  units: i32,
): void {
  for (let term = 0; term < terms; term += blockSlots) {
    const count = min(blockSlots, terms - term);
    const isLast = term + count == terms;
    block(
      from + ((<usize>term) << 7),
      (<usize>count) << 7,
      weights + <usize>term * termStep,
      termStep,
      unitStep,
      biases,
      term > 0,
      isLast ? gates : 0,
      isLast && rectified,
      into,
      units,
    );
  }
}

function block(
  from: usize,
  bytes: usize,
  weights: usize,
  termStep: usize,
  unitStep: usize,
  biases: usize,
  continued: bool,
  gates: usize,
  rectified: bool,
  into: usize,
  units: i32,
): void {
  for (let unit = 0; unit < units; unit += 4) {
    const left = units - unit;
    for (let column: usize = 0; column < 128; column += 32) {
      const to = into + column;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      if (continued) {
        // Beyond the last unit this reads what follows, and nothing stores it.
        a0 = v128.load(to);
        a1 = v128.load(to, 16);
        b0 = v128.load(to, 128);
        b1 = v128.load(to, 144);
        c0 = v128.load(to, 256);
        c1 = v128.load(to, 272);
        d0 = v128.load(to, 384);
        d1 = v128.load(to, 400);
      } else if (biases != 0) {
        a0 = v128.load32_splat(biases);
        b0 = v128.load32_splat(biases, 4);
        c0 = v128.load32_splat(biases, 8);
        d0 = v128.load32_splat(biases, 12);
        a1 = a0;
        b1 = b0;
        c1 = c0;
        d1 = d0;
      }
      let x = from + column;
      const end = x + bytes;
      let weight = weights;
      while (x < end) {
        const p = v128.load(x);
        const q = v128.load(x, 16);
        const a = v128.load32_splat(weight);
        a0 = f32x4.add(a0, f32x4.mul(a, p));
        a1 = f32x4.add(a1, f32x4.mul(a, q));
        const b = v128.load32_splat(weight, 4);
        b0 = f32x4.add(b0, f32x4.mul(b, p));
        b1 = f32x4.add(b1, f32x4.mul(b, q));
        const c = v128.load32_splat(weight, 8);
        c0 = f32x4.add(c0, f32x4.mul(c, p));
        c1 = f32x4.add(c1, f32x4.mul(c, q));
        const d = v128.load32_splat(weight, 12);
        d0 = f32x4.add(d0, f32x4.mul(d, p));
        d1 = f32x4.add(d1, f32x4.mul(d, q));
        x += 128;
        weight += termStep;
      }
      const gate = gates + column;
      const gated = gates != 0;
      finish(to, a0, a1, gate, gated, rectified);
      if (left > 1) finish(to + 128, b0, b1, gate + 128, gated, rectified);
      if (left > 2) finish(to + 256, c0, c1, gate + 256, gated, rectified);
      if (left > 3) finish(to + 384, d0, d1, gate + 384, gated, rectified);
    }
    weights += unitStep;
    if (biases != 0) biases += 16;
    if (gates != 0) gates += 512;
    into += 512;
  }
}

/** Outputs of a full layer. */
export function forwardDense(layer: LayerPlan, biases: usize, rectified: bool): void {
  const terms = <i32>layer.sources;
  const unitStep = (<usize>((terms + 3) & ~3)) << 4;
  products(
    layer.sourceSlots,
    terms,
    layer.packed,
    16,
    unitStep,
    biases,
    0,
    rectified,
    layer.slots,
    layer.outputs,
  );
}

/** Slopes of the hidden units that a full layer reads. */
export function hiddenDense(layer: LayerPlan): void {
  const unitStep = (<usize>layer.outputs) << 4;
  const into = layer.hiddenDeltas;
  products(
    layer.deltas,
    layer.outputs,
    layer.packedHidden,
    16,
    unitStep,
    0,
    layer.hiddenSlots,
    false,
    into,
    layer.hiddenSources,
  );
}

/** Adds a panel's share to the slopes of a full layer's biases and weights, a block of sources at a time. */
export function slopesDense(layer: LayerPlan, gradients: usize): void {
  biasSlopes(layer, gradients);
  const sources = <i32>layer.sources;
  for (let source = 0; source < sources; source += blockSlots) {
    slopesOfBlock(layer, gradients, source, min(source + blockSlots, sources));
  }
}

/** Two units by four sources at a time. */
function slopesOfBlock(layer: LayerPlan, gradients: usize, first: i32, stop: i32): void {
  const outputs = <i32>layer.outputs;
  const rowBytes = (<usize>layer.sources) << 2;
  let delta = <usize>layer.deltas;
  let row = gradients + ((<usize>layer.first + <usize>first) << 2);
  for (let unit = 0; unit < outputs; unit += 2) {
    const isPair = unit + 1 < outputs;
    // The last unit of an odd number stands in for its missing partner.
    const partner: usize = isPair ? 128 : 0;
    let slot = <usize>layer.sourceSlots + ((<usize>first) << 7);
    let gradient = row;
    for (let source = first; source < stop; source += 4) {
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      let x = slot;
      let d = delta;
      const end = x + 128;
      while (x < end) {
        const p = v128.load(d);
        const q = v128.load(d + partner);
        const x0 = v128.load(x);
        a0 = f32x4.add(a0, f32x4.mul(p, x0));
        b0 = f32x4.add(b0, f32x4.mul(q, x0));
        const x1 = v128.load(x, 128);
        a1 = f32x4.add(a1, f32x4.mul(p, x1));
        b1 = f32x4.add(b1, f32x4.mul(q, x1));
        const x2 = v128.load(x, 256);
        a2 = f32x4.add(a2, f32x4.mul(p, x2));
        b2 = f32x4.add(b2, f32x4.mul(q, x2));
        const x3 = v128.load(x, 384);
        a3 = f32x4.add(a3, f32x4.mul(p, x3));
        b3 = f32x4.add(b3, f32x4.mul(q, x3));
        x += 16;
        d += 16;
      }
      addLanes(gradient, sumsOfLanes(a0, a1, a2, a3), stop - source);
      if (isPair) addLanes(gradient + rowBytes, sumsOfLanes(b0, b1, b2, b3), stop - source);
      gradient += 16;
      slot += 512;
    }
    row += rowBytes << 1;
    delta += 256;
  }
}

/** Adds the first `count` lanes, at most 4. */
function addLanes(to: usize, lanes: v128, count: i32): void {
  const sum = f32x4.add(v128.load(to), lanes);
  if (count > 3) {
    v128.store(to, sum);
    return;
  }
  store<f32>(to, f32x4.extract_lane(sum, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(sum, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(sum, 2), 8);
}

/** Adds a panel's share to the slopes of a layer's biases. */
function biasSlopes(layer: LayerPlan, gradients: usize): void {
  let bias = gradients + ((<usize>layer.firstBias) << 2);
  let delta = <usize>layer.deltas;
  const end = delta + ((<usize>layer.outputs) << 7);
  while (delta < end) {
    const ab = f32x4.add(
      f32x4.add(v128.load(delta), v128.load(delta, 16)),
      f32x4.add(v128.load(delta, 32), v128.load(delta, 48)),
    );
    const cd = f32x4.add(
      f32x4.add(v128.load(delta, 64), v128.load(delta, 80)),
      f32x4.add(v128.load(delta, 96), v128.load(delta, 112)),
    );
    store<f32>(bias, load<f32>(bias) + sumOfLanes(f32x4.add(ab, cd)));
    delta += 128;
    bias += 4;
  }
}

/** The weights of a full layer once more, four output units together, for `forwardDense`. Rows beyond the last repeat it. */
export function pack(layer: LayerPlan, weights: usize): void {
  const rowBytes = (<usize>layer.sources) << 2;
  const last = weights + rowBytes * <usize>(layer.outputs - 1);
  let into = <usize>layer.packed;
  for (let row = weights; row <= last; row += rowBytes << 2) {
    const b = min(row + rowBytes, last);
    const c = min(row + (rowBytes << 1), last);
    const d = min(row + rowBytes * 3, last);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      transpose(v128.load(row + at), v128.load(b + at), v128.load(c + at), v128.load(d + at), into, 16);
      into += 64;
    }
  }
}

/** The weights of hidden units, four units together, for `hiddenDense`. */
export function packHidden(layer: LayerPlan, weights: usize): void {
  const rowBytes = (<usize>layer.sources) << 2;
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
