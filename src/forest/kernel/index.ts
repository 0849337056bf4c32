// The compiled half of the forest (AssemblyScript): the split search of search.ts and the walk of walk.ts.
export { limits, open, partition, place, scan } from "./search";
export { addValues, packNarrow, packWide, walkNarrow, walkWide } from "./walk";
