import { Plan } from "./plan";
import { transposeScaled } from "./vector";

/** Fills the input slots of a panel from `count` rows of the table, times the scales; the rest of the 32 columns is 0. */
export function gather(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  const slots = <usize>plan.inputSlots;
  const bytes = <usize>plan.rowBytes;
  if (count < 32) memory.fill(slots, 0, bytes << 5);
  let column = 0;
  for (; column + 4 <= count; column += 4) {
    const at = rowNumber + (<usize>column << 2);
    gatherFour(plan, slots + (<usize>column << 2), row(plan, table, at), row(plan, table, at + 4), row(plan, table, at + 8), row(plan, table, at + 12));
  }
  for (; column < count; column++) {
    const from = row(plan, table, rowNumber + (<usize>column << 2));
    const slot = slots + (<usize>column << 2);
    for (let at: usize = 0; at < bytes; at += 4) {
      store<f32>(slot + (at << 5), load<f32>(from + at) * load<f32>(<usize>plan.inputScale + at));
    }
  }
}

/** Of `rows` rows of `rowBytes` bytes, leaves in place the `count` numbers whose bytes in a row are at `kept`, ascending. */
export function narrow(table: usize, rows: i32, rowBytes: usize, kept: usize, count: i32): void {
  const end = kept + ((<usize>count) << 2);
  let to = table;
  for (let row = 0; row < rows; row++) {
    for (let at = kept; at < end; at += 4) {
      store<f32>(to, load<f32>(table + <usize>load<u32>(at)));
      to += 4;
    }
    table += rowBytes;
  }
}

// @ts-ignore: decorator
@inline
function row(plan: Plan, table: usize, at: usize): usize {
  return table + <usize>load<u32>(at) * <usize>plan.rowBytes;
}

/** Four rows at once, and four inputs. */
function gatherFour(plan: Plan, slots: usize, a: usize, b: usize, c: usize, d: usize): void {
  const bytes = <usize>plan.rowBytes;
  const scales = <usize>plan.inputScale;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    transposeScaled(a + at, b + at, c + at, d + at, v128.load(scales + at), slots + (at << 5), 128);
  }
  for (; at < bytes; at += 4) {
    const slot = slots + (at << 5);
    const scale = load<f32>(scales + at);
    store<f32>(slot, load<f32>(a + at) * scale);
    store<f32>(slot, load<f32>(b + at) * scale, 4);
    store<f32>(slot, load<f32>(c + at) * scale, 8);
    store<f32>(slot, load<f32>(d + at) * scale, 12);
  }
}
