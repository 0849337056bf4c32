import type { Column, Finding } from "./table.ts";
import { quoted } from "./type-findings.ts";

type CategoryColumn = Extract<Column, { kind: "category" }>;

const mostLevels = 10_000; // beyond, texts are names or codes
const mostNamed = 3;

// Cyrillic and Greek letters, and the Latin ones that look the same.
const foreign = "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
const latin = "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo";
const lookAlike = new Map(Array.from(foreign, (letter, i) => [letter, latin[i]!]));
const foreignLetters = new RegExp(`[${foreign}]`, "g");

const yes = /^(?:yes|y|true|t|1)$/i;
const no = /^(?:no|n|false|f|0)$/i;

/**
 * Texts of a column that mean the same, it seems: they differ only in case, in spaces, in how Unicode spells them, in
 * letters of another script that look the same, or are ways to write yes and no. The finding is a warning for the
 * target, whose classes they are. Single letters and odd capitals are codes, whose case may tell.
 */
export function similarLevels(column: CategoryColumn, part: "target" | "input"): readonly Finding[] {
  const { name, levels } = column;
  if (levels.length > mostLevels) return [];
  const answers = levels.every((level) => answerOf(level) !== null);
  const alike = new Map<string, string[]>();
  for (const level of levels) {
    const key = answers ? String(answerOf(level)) : look(level);
    const found = alike.get(key);
    if (found === undefined) alike.set(key, [level]);
    else found.push(level);
  }
  const several = [...alike.values()].filter((texts) => texts.length > 1);
  if (several.length === 0) return [];
  const listed = several.slice(0, mostNamed).map((texts) =>
    texts
      .slice(0, mostNamed + 2)
      .map(quoted)
      .join(", "),
  );
  const differ = answers ? "are ways to write yes and no" : "differ only in case, spaces or look-alike letters";
  return [
    {
      code: "similar-levels",
      severity: part === "target" ? "warning" : "note",
      column: name,
      message:
        `${part === "target" ? "Classes of the target" : "Texts of column"} ${quoted(name)} ${differ}: ` +
        `${listed.join("; ")}${several.length > mostNamed ? "; …" : ""}.`,
      action: "Kept apart; if they mean the same, write them alike.",
    },
  ];
}

function look(level: string): string {
  const form = level.normalize("NFKC").replace(foreignLetters, (letter) => lookAlike.get(letter)!);
  return (isUsualCase(form) ? form.toLowerCase() : form).replace(/\s+/g, " ");
}

/** Whether a text of several letters is in small letters, in capitals or in words with a capital: "hAd" is a code. */
function isUsualCase(text: string): boolean {
  if (text.length < 2) return false;
  return text === text.toUpperCase() || text.split(" ").every((word) => word.slice(1) === word.slice(1).toLowerCase());
}

/** What a text answers; null where it is no such answer. */
function answerOf(text: string): "yes" | "no" | null {
  if (yes.test(text)) return "yes";
  return no.test(text) ? "no" : null;
}
