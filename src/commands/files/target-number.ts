import type { Task } from "../../prepare/prepared.ts";

/** Digits in which the spread of a target is written: a few more than the float32 deviations of a fit hold. */
const digits = 10;
const mostDigits = 17;

/** Rounds numbers in target units to what is known of them: ten digits of the spread, however far from 0 they are. */
export function targetRounding(deviation: number): (value: number) => number {
  return (value) => {
    const size = Math.abs(value) / deviation;
    if (!(size > 0 && size < Infinity)) return value;
    const needed = digits + Math.max(0, Math.floor(Math.log10(size)));
    return needed >= mostDigits ? value : Number(value.toPrecision(needed));
  };
}

/** The rounding of what a model of this task predicts. */
export function roundingOf(task: Task): (value: number) => number {
  return task.kind === "regression" ? targetRounding(task.high - task.low) : (value) => value;
}
