import type { ExportRequest } from "./request.ts";

/** The shortest decimal that is the same number in single precision. */
export function single(x: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(x.toPrecision(digits)));
    if (Math.fround(Number(text)) === x) return text;
  }
  return String(Number(x.toPrecision(9)));
}

/** JSON in ASCII without `<`: as good in JavaScript, Python, HTML and comments as in a file. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const longestComment = 200;

/** A text as a quoted word in a comment of any language: ASCII on one line, never the end of a comment. */
export function commented(text: string): string {
  const short = text.length > longestComment ? `${text.slice(0, longestComment)}…` : text;
  return asciiJson(short).replaceAll("*/", "*\\/").replaceAll("?", "\\u003f");
}

/** What a reader of an exported file must know, a line each. */
export function headLines({ model }: ExportRequest): readonly string[] {
  const { target, task, origin } = model;
  const what = task.kind === "regression" ? "the number" : `the class of ${task.classes.length}`;
  return [
    `Predicts ${what} ${commented(target)} of a row. Made by occam-tab ${commented(origin.version).slice(1, -1)}; ` +
      "do not edit.",
    `Learnt from ${commented(origin.data)}: ${origin.rows} rows, SHA-256 ` +
      `${commented(origin.sha256).slice(1, -1) || "unknown"}.`,
  ];
}
