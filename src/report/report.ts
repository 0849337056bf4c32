import type { Results } from "../evaluate/results/results.ts";
import { page } from "./page.ts";
import { readingOf, type Section } from "./reading.ts";
import { choiceSection } from "./sections/choice.ts";
import { comparisonSection } from "./sections/comparison.ts";
import { dataSection } from "./sections/data.ts";
import { decisionSection } from "./sections/decision.ts";
import { errorsSection } from "./sections/errors.ts";
import { examplesSection } from "./sections/examples.ts";
import { foldsSection } from "./sections/folds.ts";
import { importanceSection } from "./sections/importance.ts";
import { intervalsSection } from "./sections/intervals.ts";
import { learningCurveSection } from "./sections/learning-curve.ts";
import { limitsSection } from "./sections/limits.ts";
import { reproductionSection } from "./sections/reproduction.ts";
import { sizeSection } from "./sections/size.ts";
import { streamSection } from "./sections/stream.ts";
import { trainingSection } from "./sections/training.ts";
import { useSection } from "./sections/use.ts";
import { verdictHeader } from "./sections/verdict.ts";
import { weaknessesSection } from "./sections/weaknesses.ts";

/** Characters: a page stays under 1 MB whatever the table; the copy of the results inside it shrinks first. */
const mostPage = 900_000;
const mostCopied = 400_000;

/**
 * One self-contained HTML page about a run, in the order of a decision: what to use, at what threshold and cost, for
 * whom it errs, what drives it, how sure it is, whether more rows would help; then the models side by side, size,
 * training, folds, errors, data, limits. The same results give the same bytes.
 */
export function renderReport(results: Results): string {
  const reading = readingOf(results);
  const sections = [
    useSection(reading),
    decisionSection(reading),
    weaknessesSection(reading),
    importanceSection(reading),
    examplesSection(reading),
    intervalsSection(reading),
    learningCurveSection(reading),
    streamSection(reading),
    comparisonSection(reading),
    folded(choiceSection(reading), "Every other model against the chosen one"),
    folded(sizeSection(reading), "Quality against the number of parameters"),
    folded(trainingSection(reading), "Losses, weights and inputs in use, round by round"),
    folded(foldsSection(reading), "Scores by fold, and the tests of network against forest"),
    folded(errorsSection(reading), "True and predicted classes or numbers, curves and calibration"),
    dataSection(results),
    folded(limitsSection(reading), "Limits, terms and how things were counted"),
  ].filter((section) => section !== null);
  const used = sections.reduce((sum, section) => sum + section.body.toString().length, 0);
  const room = Math.min(mostCopied, mostPage - used);
  return page({
    title: `Which model? ${results.data.name}`,
    header: verdictHeader(reading),
    first: { id: "verdict", title: "Verdict" },
    sections: [
      ...sections,
      { ...reproductionSection(reading, room), folded: "Command, seed, versions and the results" },
    ],
    footer: `occam-tab ${results.version}`,
  });
}

/** A part of the page that opens on a click. */
function folded(section: Section | null, what: string): Section | null {
  return section === null ? null : { ...section, folded: what };
}
