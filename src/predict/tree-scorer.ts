import type { Feature } from "../export/features.ts";
import type { TreeGraph } from "../export/graph.ts";
import { leafWidth, missingCode, setBytes, type TreeEnsemble, type TreeInput, viewCount } from "../trees/trees.ts";
import type { Task } from "../prepare/prepared.ts";
import type { Scorer } from "./scorer.ts";

/** Walks trees row by row; see `TreeEnsemble`. Not to be used by two rows at once: its views are kept in place. */
export function treeScorer({ task, sources, ensemble }: TreeGraph, features: readonly Feature[]): Scorer {
  const { start, members } = ensemble;
  const { views, read } = viewsReader({ sources, ensemble }, features);
  const scores = new Float64Array(start.length);
  const addTrees = treeAdder(ensemble, { width: leafWidth(ensemble.leaf, task), views });
  const addMember = memberAdder(ensemble, task);
  const width = task.kind === "regression" ? 1 : task.classes.length;
  return {
    width,
    score(given, into, at) {
      read(given);
      // One class is certain, and may have no trees.
      into.fill(task.kind === "classification" && width === 1 ? 1 : 0, at, at + width);
      if (task.kind === "classification" && width === 1) return;
      let tree = 0;
      for (const count of members) {
        for (let s = 0; s < scores.length; s++) scores[s] = start[s]!;
        addTrees(tree, count, scores);
        addMember(scores, into, at);
        tree += count;
      }
    },
  };
}

/** The views of a row, kept in place, and what reads them off its features. */
export function viewsReader(
  { sources, ensemble: { inputs } }: Pick<TreeGraph, "sources" | "ensemble">,
  features: readonly Feature[],
) {
  const views = new Uint16Array(inputs.reduce((count, input) => count + viewCount(input), 0));
  let first = 0;
  const readers = inputs.map((input, i) => {
    const own = views.subarray(first, first + viewCount(input));
    first += viewCount(input);
    return viewReader(input, features[sources[i]!]!.levels, own);
  });
  const source = Int32Array.from(sources);
  return {
    views,
    read: (given: Float64Array): void => {
      for (let i = 0; i < readers.length; i++) readers[i]!(given[source[i]!]!);
    },
  };
}

/** Writes the views of an input for a feature: its number, or the place of its level; NaN and unknown are missing. */
function viewReader(input: TreeInput, levels: readonly string[], views: Uint16Array): (x: number) => void {
  if (input.kind === "number") {
    const { thresholds } = input;
    return (x) => {
      if (x !== x) return missing(views);
      let [from, to] = [0, thresholds.length];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (thresholds[middle]! < x) from = middle + 1;
        else to = middle;
      }
      views[0] = from;
      views[1] = from + 1;
    };
  }
  const place = new Map(input.levels.map((level, i) => [level, i]));
  const own = Int32Array.from(levels, (level) => place.get(level) ?? -1);
  if (input.kind === "order") {
    return (x) => {
      const code = x >= 0 ? own[x]! : -1;
      if (code < 0) return missing(views);
      views[0] = code;
      views[1] = code + 1;
    };
  }
  const sides = Array.from({ length: input.levels.length + 1 }, (_, level) => sidesOf(input, level));
  return (x) => {
    const code = x >= 0 ? own[x]! : -1;
    views.set(sides[code < 0 ? input.levels.length : code]!);
  };
}

function missing(views: Uint16Array): void {
  views[0] = missingCode;
  views[1] = 0;
}

/** Of each set whether a level goes right. */
function sidesOf({ sets, levels }: Extract<TreeInput, { kind: "sets" }>, level: number): Uint16Array {
  const bytes = setBytes(levels);
  return Uint16Array.from({ length: sets.length / bytes }, (_, set) => {
    return 1 - ((sets[set * bytes + (level >>> 3)]! >>> (level & 7)) & 1);
  });
}

/** Adds the leaves of some trees to the scores of a member. */
function treeAdder(
  { treeStart, view, threshold, child, values, combine }: TreeEnsemble,
  { width, views }: { readonly width: number; readonly views: Uint16Array },
) {
  return (from: number, count: number, scores: Float64Array): void => {
    const share = combine === "mean" ? 1 / count : 1;
    for (let tree = 0; tree < count; tree++) {
      let node = treeStart[from + tree]!;
      for (let left = child[node]!; left !== 0; left = child[node]!) {
        node = left + (views[view[node]!]! > threshold[node]! ? 1 : 0);
      }
      const row = view[node]! * width;
      if (width === 1) scores[tree % scores.length]! += share * values[row]!;
      else for (let s = 0; s < width; s++) scores[s]! += share * values[row + s]!;
    }
  };
}

/** Adds what the scores of one member mean, divided by the number of members. */
export function memberAdder({ leaf, members, inverseTemperature, floor }: TreeEnsemble, task: Task) {
  const share = 1 / members.length;
  if (task.kind === "regression") {
    const { mean, deviation, low, high } = task;
    return (scores: Float64Array, into: Float64Array, at: number): void => {
      into[at]! += share * Math.min(high, Math.max(low, mean + deviation * scores[0]!));
    };
  }
  if (leaf.kind === "shares" && inverseTemperature === 1 && floor === 0) {
    return (scores: Float64Array, into: Float64Array, at: number): void => {
      for (let c = 0; c < scores.length; c++) into[at + c]! += share * scores[c]!;
    };
  }
  if (leaf.kind !== "shares" && task.classes.length === 2) {
    return (scores: Float64Array, into: Float64Array, at: number): void => {
      const second = 1 / (1 + Math.exp(-inverseTemperature * scores[0]!));
      into[at]! += share * (1 - second);
      into[at + 1]! += share * second;
    };
  }
  return (scores: Float64Array, into: Float64Array, at: number): void => {
    let highest = -Infinity;
    for (let c = 0; c < scores.length; c++) {
      if (leaf.kind === "shares") scores[c] = Math.log(scores[c]! + floor); // of 0 shares of a class: -Infinity
      highest = Math.max(highest, scores[c]!);
    }
    let sum = 0;
    for (let c = 0; c < scores.length; c++) {
      scores[c] = Math.exp(inverseTemperature * (scores[c]! - highest));
      sum += scores[c]!;
    }
    for (let c = 0; c < scores.length; c++) into[at + c]! += (share * scores[c]!) / sum;
  };
}
