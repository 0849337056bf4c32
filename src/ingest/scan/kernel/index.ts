// The compiled half of reading text (AssemblyScript): where cells end, numbers from bytes, texts as codes. Records are
// those of ../schema.ts.
export { rehash, texts } from "./dictionary";
export { usePowers } from "./nearest";
export { numbers } from "./numbers";
export { scan } from "./scan";
