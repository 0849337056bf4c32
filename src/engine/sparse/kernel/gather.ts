import { Plan } from "./plan";
import { transposeScaled } from "./vector";

/** Fills the input slots of a panel from `count` rows of the table, times the scales; the rest of the 32 columns is 0. */
export function gather(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  const slots = <usize>plan.inputSlots;
  const bytes = <usize>plan.inputCount << 7;
  if (count < 32) memory.fill(slots, 0, bytes);
  let column = 0;
  for (; column + 4 <= count; column += 4) {
    const at = rowNumber + (<usize>column << 2);
    gatherFour(plan, slots + (<usize>column << 2), row(plan, table, at), row(plan, table, at + 4), row(plan, table, at + 8), row(plan, table, at + 12));
  }
  for (; column < count; column++) {
    const from = row(plan, table, rowNumber + (<usize>column << 2));
    let offset = <usize>plan.inputOffset;
    let scale = <usize>plan.inputScale;
    for (let slot = slots + (<usize>column << 2), end = slot + bytes; slot < end; slot += 128) {
      store<f32>(slot, load<f32>(from + <usize>load<u32>(offset)) * load<f32>(scale));
      offset += 4;
      scale += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function row(plan: Plan, table: usize, at: usize): usize {
  return table + <usize>load<u32>(at) * <usize>plan.rowBytes;
}

/** Four rows at once; four inputs at once where they are neighbours. */
function gatherFour(plan: Plan, slot: usize, a: usize, b: usize, c: usize, d: usize): void {
  let scale = <usize>plan.inputScale;
  let offset = <usize>plan.inputOffset;
  const end = offset + (<usize>plan.inputCount << 2);
  while (offset < end) {
    const at = <usize>load<u32>(offset);
    if (offset + 16 <= end && <usize>load<u32>(offset, 12) == at + 12) {
      const s = v128.load(scale);
      transposeScaled(a + at, b + at, c + at, d + at, s, slot, 128);
      offset += 16;
      scale += 16;
      slot += 512;
    } else {
      const s = load<f32>(scale);
      store<f32>(slot, load<f32>(a + at) * s);
      store<f32>(slot, load<f32>(b + at) * s, 4);
      store<f32>(slot, load<f32>(c + at) * s, 8);
      store<f32>(slot, load<f32>(d + at) * s, 12);
      offset += 4;
      scale += 4;
      slot += 128;
    }
  }
}
