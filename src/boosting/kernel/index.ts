// The compiled half of boosting (AssemblyScript): histograms, splits, partitions, walks, losses. Plans are records of
// ../schema.ts.
export { fillHistogram, subtractHistogram } from "./histogram";
export { classGradients, classLoss, numberGradients, numberLoss, probabilities, quantise } from "./loss";
export { addLeaf, partition, walk } from "./rows";
export { findSplit } from "./split";
