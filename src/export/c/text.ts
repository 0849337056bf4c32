import { single } from "../text.ts";

/** C has no empty arrays: they hold one entry that is never read. */
export function array(name: string, entries: readonly string[], filler = "0"): string {
  const items = entries.length === 0 ? [filler] : entries;
  const lines: string[] = [];
  let line = " ";
  for (const item of items) {
    if (line.length + item.length > 118 && line !== " ") {
      lines.push(line);
      line = " ";
    }
    line += ` ${item},`;
  }
  return `${name}[${items.length}] = {\n${[...lines, line].join("\n")}\n};`;
}

export function double(x: number): string {
  const text = String(x);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

export function float(x: number): string {
  const text = single(x);
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const longestLiteral = 200; // bytes; C99 promises 4095

/** Texts as string literals; a long one as an array of bytes that is declared once. */
export class Texts {
  readonly declared: string[] = [];
  private readonly long = new Map<string, string>();

  of(text: string): string {
    const bytes = utf8(text);
    if (bytes.length <= longestLiteral) return `"${Array.from(bytes, literalByte).join("")}"`;
    const known = this.long.get(text);
    if (known !== undefined) return known;
    const name = `occam_text_${this.long.size}`;
    this.long.set(text, name);
    const signed = Array.from(bytes, (byte) => String(byte > 127 ? byte - 256 : byte));
    this.declared.push(array(`static const char ${name}`, [...signed, "0"]));
    return name;
  }
}

/** Octal where a byte is no plain character; ? too, since two of them begin a trigraph. */
function literalByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9 !#-&(-/:-@[\]^_`{|}~]/.test(character) && character !== "?"
    ? character
    : `\\${byte.toString(8).padStart(3, "0")}`;
}
