// The compiled half of the forest (AssemblyScript): the split search of search.ts, the walk of walk.ts and the sort of sort.ts.
export { limits, open, partition, place, scan } from "./search";
export { sortNumbers } from "./sort";
export { addValues, packNarrow, packWide, walkNarrow, walkWide } from "./walk";
