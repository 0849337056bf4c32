// The compiled half of the forest (AssemblyScript): the split search of search.ts and the walk of predict.ts.
export { limits, open, partition, place, scan } from "./search";
export { addValues, packNarrow, packWide, walkNarrow, walkWide } from "./walk";
