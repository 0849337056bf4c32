import { anytimeStudy } from "./anytime/study.ts";
import type { Study } from "./study.ts";

/** Every study: a file each, and a line here. */
export const studies: readonly Study[] = [anytimeStudy];
