import type { Random } from "../../src/base/random.ts";

export function mutantText(value: unknown, random: Random): string;
