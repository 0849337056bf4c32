import { integer, number } from "./check.ts";

/** A whole number of things, as exact as a number can be. */
export const count = integer(0, Number.MAX_SAFE_INTEGER);

export const amount = number({ min: 0 });

export const share = number({ min: 0, max: 1 });
