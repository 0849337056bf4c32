import { Plan } from "./schema.generated";
import { transposeScaled } from "./vector";

/**
 * Fills the input slots of a panel from `count` rows of the table, times the scales; the rest of the 32 columns is 0.
 */
export function gather(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  const slots = <usize>plan.inputSlots;
  if (count < 32) memory.fill(slots, 0, (<usize>plan.inputCount) << 7);
  let column = 0;
  for (; column + 4 <= count; column += 4) {
    const at = rowNumber + (<usize>column << 2);
    gatherFour(
      plan,
      slots + (<usize>column << 2),
      row(plan, table, at),
      row(plan, table, at + 4),
      row(plan, table, at + 8),
      row(plan, table, at + 12),
    );
  }
  for (; column < count; column++) {
    const at = <usize>column << 2;
    gatherOne(plan, slots + at, row(plan, table, rowNumber + at));
  }
}

// @ts-ignore: decorator
@inline
function row(plan: Plan, table: usize, at: usize): usize {
  return table + <usize>load<u32>(at) * <usize>plan.rowBytes;
}

/** Four rows at once; four inputs too where they are neighbours. */
function gatherFour(plan: Plan, slot: usize, a: usize, b: usize, c: usize, d: usize): void {
  let scale = <usize>plan.inputScale;
  let number = <usize>plan.inputNumber;
  const end = number + ((<usize>plan.inputCount) << 2);
  while (number < end) {
    const at = (<usize>load<u32>(number)) << 2;
    if (number + 16 <= end && (<usize>load<u32>(number, 12)) << 2 == at + 12) {
      transposeScaled(a + at, b + at, c + at, d + at, v128.load(scale), slot, 128);
      number += 16;
      scale += 16;
      slot += 512;
    } else {
      let lanes = v128.load32_zero(a + at);
      lanes = v128.load32_lane(b + at, lanes, 1);
      lanes = v128.load32_lane(c + at, lanes, 2);
      lanes = v128.load32_lane(d + at, lanes, 3);
      v128.store(slot, f32x4.mul(lanes, v128.load32_splat(scale)));
      number += 4;
      scale += 4;
      slot += 128;
    }
  }
}

function gatherOne(plan: Plan, slot: usize, from: usize): void {
  let scale = <usize>plan.inputScale;
  let number = <usize>plan.inputNumber;
  for (const end = number + ((<usize>plan.inputCount) << 2); number < end; number += 4) {
    store<f32>(slot, load<f32>(from + ((<usize>load<u32>(number)) << 2)) * load<f32>(scale));
    scale += 4;
    slot += 128;
  }
}
