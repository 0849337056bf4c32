import { anytime } from "./anytime.ts";
import { dense } from "./dense.ts";
import { gradual } from "./gradual.ts";
import { guarded } from "./guarded.ts";
import { once } from "./once.ts";
import type { OccamOptions } from "./options.ts";
import { paper } from "./paper.ts";
import { random } from "./random.ts";
import type { Descended, Training } from "./training.ts";

/** Trains by the method of the options. */
export function descend<State>(training: Training<State>, options: OccamOptions): Promise<Descended<State>> {
  const { method } = options;
  switch (method.kind) {
    case "guarded":
      return guarded(training, options);
    case "paper":
      return paper(training, options);
    case "dense":
      return dense(training, options);
    case "gradual":
      return gradual(training, options, method.keep);
    case "once":
      return once(training, options, method.keep);
    case "random":
      return random(training, options, method.keep);
    case "anytime":
      return anytime(training, options, method);
  }
}
