import { Plan } from "./plan";

/** Fills the input slots, targets and weights of a panel from `count` rows of the table; the rest of the 32 columns is 0. */
export function gather(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  const inputs = <i32>plan.inputCount;
  const offsets = <usize>plan.inputOffset;
  const slots = <usize>plan.inputSlots;
  for (let column = 0; column < count; column++) {
    const row = table + <usize>load<u32>(rowNumber + ((<usize>column) << 2)) * <usize>plan.rowBytes;
    let slot = slots + ((<usize>column) << 2);
    for (let input = 0; input < inputs; input++) {
      store<f32>(slot, load<f32>(row + <usize>load<u32>(offsets + ((<usize>input) << 2))));
      slot += 128;
    }
  }
  for (let column = count; column < 32; column++) {
    let slot = slots + ((<usize>column) << 2);
    for (let input = 0; input < inputs; input++) {
      store<f32>(slot, 0);
      slot += 128;
    }
  }
}
