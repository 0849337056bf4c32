import { visible } from "./text.ts";

declare const branded: unique symbol;

/** Markup that is safe to put into a page: only `html` and `svg` make it. */
export interface SafeHtml {
  readonly [branded]: true;
  toString(): string;
}

/** What a template takes: text is escaped, lists are joined, nothing is printed for null and false. */
export type Content = SafeHtml | string | number | null | undefined | false | readonly Content[];

class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/**
 * Markup with every value escaped, in text and in quoted attributes alike; an unquoted attribute is our bug and throws.
 * A template may be broken where its source needs a new line: beside a tag or a value the break is nothing, between
 * words or attributes it is a space.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  return template(parts, values, String);
}

/** As `html`, with numbers rounded to a tenth: coordinates of a chart. */
export function svg(parts: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  return template(parts, values, tenths);
}

/** Text that the browser reads raw (a style sheet of ours): never with anything from data. */
export function ownMarkup(text: string): SafeHtml {
  return brand(text);
}

/** A number with at most one decimal, for coordinates. */
function tenths(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

/**
 * Text for HTML, in elements and in quoted attributes: control characters made visible, the five special ones escaped.
 */
function escape(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function template(
  parts: TemplateStringsArray,
  values: readonly Content[],
  number: (value: number) => string,
): SafeHtml {
  const [first, ...rest] = parts.map(onOneLine);
  let text = first!;
  values.forEach((value, index) => {
    if (/<[^<>]*=\s*$/.test(parts[index]!)) throw new Error("A value in an attribute needs quotes around it.");
    text += print(value, number) + rest[index]!;
  });
  return brand(text);
}

/** Part of a template without its line breaks and their indentation. */
function onOneLine(part: string): string {
  return part.replace(/\s*\n\s*/g, (gap, at: number) => {
    const [before, after] = [part[at - 1], part[at + gap.length]];
    return before === undefined || before === ">" || after === undefined || after === "<" ? "" : " ";
  });
}

function print(value: Content, number: (value: number) => string): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escape(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error(`A page shows no ${value}.`);
    return number(value);
  }
  if (isList(value)) return value.map((item) => print(item, number)).join("");
  throw new Error("A template takes markup, text, numbers and lists of them.");
}

function isList(value: Content): value is readonly Content[] {
  return Array.isArray(value);
}

function brand(text: string): SafeHtml {
  const markup: unknown = new Markup(text);
  if (isSafe(markup)) return markup;
  throw new Error("unreachable");
}

function isSafe(value: unknown): value is SafeHtml {
  return value instanceof Markup;
}
