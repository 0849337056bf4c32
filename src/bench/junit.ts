import type { GuardReport } from "./guard.ts";
import type { GuardCase } from "./judge.ts";
import type { SuiteScores } from "./scores.ts";
import { caseMessage } from "./markdown.ts";
import { visible } from "../report/text.ts";

/**
 * The comparison with a baseline as JUnit XML: a test case for each data set, model and metric; sets with other data
 * are skipped.
 */
export function guardJunit(scores: SuiteScores, guard: GuardReport): string {
  const failures = guard.cases.filter((entry) => entry.status !== "passed").length + guard.lost.length;
  const skipped = guard.changed.length;
  const tests = guard.cases.length + guard.lost.length + skipped;
  const counts = `tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="occam-tab bench" ${counts}>`,
    `  <testsuite name="${escape(scores.suite)}" ${counts}>`,
    ...guard.cases.map(testCase),
    ...guard.lost.map((name) => {
      const why = `${escape(name)} is in the baseline and missing from this run`;
      const failure = `<failure type="missing" message="${why}">${why}</failure>`;
      return `    <testcase classname="${escape(name)}" name="data">${failure}</testcase>`;
    }),
    ...guard.changed.map(
      (name) =>
        `    <testcase classname="${escape(name)}" name="data"><skipped message="The data changed: not ` +
        `compared."/></testcase>`,
    ),
    "  </testsuite>",
    "</testsuites>",
    "",
  ];
  return lines.join("\n");
}

function testCase(entry: GuardCase): string {
  const name =
    `<testcase classname="${escape(entry.set ?? "all data sets")}" ` +
    `name="${escape(`${entry.model} ${entry.metric}`)}"`;
  if (entry.status === "passed") return `    ${name}/>`;
  const message = escape(caseMessage(entry));
  return `    ${name}><failure type="${entry.status}" message="${message}">${message}</failure></testcase>`;
}

/** XML 1.0 knows no control characters, escaped or not: `visible` shows them as symbols. */
function escape(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
