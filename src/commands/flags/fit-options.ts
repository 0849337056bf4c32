import type { ModelId } from "../../models/names.ts";
import type { FitRequest } from "../../run/request.ts";
import type { Fold } from "../../split/fold.ts";

/** Options of the library call: the flags in camel case. Omitted options have the default of their flag. */
export interface FitOptions {
  readonly target?: string;
  readonly task?: FitRequest["task"];
  readonly ignore?: readonly string[];
  readonly id?: string;
  readonly group?: string;
  readonly time?: string;
  readonly weight?: string;
  readonly folds?: number | readonly Fold[];
  readonly cost?: readonly string[]; // "bad>good=5": true class, predicted class, cost
  readonly positive?: string; // the class that is called
  readonly repeats?: number;
  readonly seed?: number;
  readonly preset?: FitRequest["preset"];
  readonly models?: readonly (ModelId | "default" | "all")[];
  readonly save?: readonly ModelId[];
  readonly trees?: number;
  readonly timeLimit?: number; // seconds
  readonly maxParameters?: number;
  readonly maxOperations?: number; // multiply-adds
  readonly pruneBy?: FitRequest["pruneBy"]; // of the network
  readonly engine?: FitRequest["engine"];
  readonly backend?: NonNullable<FitRequest["backend"]>; // of the engine "tfjs"
  readonly device?: NonNullable<FitRequest["device"]>;
  readonly jobs?: number; // worker threads
}
