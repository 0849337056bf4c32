/** Data that a study can make itself, by the models of arXiv:2012.08749. */
export const madeKinds = ["linear", "random-features"] as const;

export type Made = (typeof madeKinds)[number];
