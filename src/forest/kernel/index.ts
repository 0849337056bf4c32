// The compiled half of the forest (AssemblyScript): the split search of search.ts, the walk of walk.ts, the sort of sort.ts and the codes of code.ts.
export { codeNumbers } from "./code";
export { limits, open, partition, place, scan } from "./search";
export { sortNumbers } from "./sort";
export { addValues, packNarrow, packWide, walkNarrow, walkWide } from "./walk";
