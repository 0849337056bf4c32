import { nearest, UserError } from "../base/errors.ts";
import { anytimeStudy } from "./anytime/study.ts";
import { descentStudy } from "./descent/study.ts";
import { prunabilityStudy } from "./prunability/study.ts";
import { sizeStudy } from "./size/study.ts";
import type { Study } from "./study.ts";

/** Every study: a folder each, and a line here. */
export const studies: readonly Study[] = [descentStudy, sizeStudy, prunabilityStudy, anytimeStudy];

/** The study of an id. Throws a UserError where there is none. */
export function studyNamed(id: string): Study {
  const study = studies.find((one) => one.id === id);
  if (study !== undefined) return study;
  const ids = studies.map((one) => one.id);
  const near = nearest(id, ids);
  throw new UserError(`There is no study "${id}".`, {
    hint: near === undefined ? `Choose one of ${ids.join(", ")}.` : `Did you mean "${near}"?`,
  });
}
