// The compiled half of the forest (AssemblyScript): the split search of search.ts (node.ts, scan.ts, sweep.ts,
// partition.ts), the walk of walk.ts, the sort of sort.ts and the codes of number-code.ts. Parameters are plain numbers
// here: a record for each call would cost more.
export { codeNumbers } from "./code";
export { addValues } from "./leaves";
export { open, place } from "./node";
export { partition } from "./partition";
export { scan } from "./scan";
export { sortNumbers } from "./sort";
export { packNarrow, packWide, walkNarrow, walkWide } from "./walk";
