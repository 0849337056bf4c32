import type { Results } from "../evaluate/results.ts";
import { page } from "./page.ts";
import { readingOf } from "./reading.ts";
import { choiceSection } from "./sections/choice.ts";
import { comparisonSection } from "./sections/comparison.ts";
import { dataSection } from "./sections/data.ts";
import { decisionSection } from "./sections/decision.ts";
import { errorsSection } from "./sections/errors.ts";
import { foldsSection } from "./sections/folds.ts";
import { importanceSection } from "./sections/importance.ts";
import { intervalsSection } from "./sections/intervals.ts";
import { learningCurveSection } from "./sections/learning-curve.ts";
import { limitsSection } from "./sections/limits.ts";
import { reproductionSection } from "./sections/reproduction.ts";
import { sizeSection } from "./sections/size.ts";
import { trainingSection } from "./sections/training.ts";
import { verdictHeader } from "./sections/verdict.ts";
import { weaknessesSection } from "./sections/weaknesses.ts";

/** Characters: a page stays under 1 MB whatever the table; the copy of the results inside it shrinks first. */
const mostPage = 900_000;
const mostCopied = 400_000;

/**
 * One self-contained HTML page about a run: the choice and the verdict first, then the models, their sizes, training,
 * folds, errors, what matters, the data, limits and how to run it again. The same results give the same bytes.
 */
export function renderReport(results: Results): string {
  const reading = readingOf(results);
  const sections = [
    choiceSection(reading),
    comparisonSection(reading),
    decisionSection(reading),
    sizeSection(reading),
    trainingSection(reading),
    foldsSection(reading),
    errorsSection(reading),
    weaknessesSection(reading),
    intervalsSection(reading),
    importanceSection(reading),
    learningCurveSection(reading),
    dataSection(results),
    limitsSection(reading),
  ].filter((section) => section !== null);
  const used = sections.reduce((sum, section) => sum + section.body.toString().length, 0);
  const room = Math.min(mostCopied, mostPage - used);
  return page({
    title: `Which model? ${results.data.name}`,
    header: verdictHeader(reading),
    first: { id: "verdict", title: "Verdict" },
    sections: [...sections, reproductionSection(reading, room)],
    footer: `occam-tab ${results.version}`,
  });
}
