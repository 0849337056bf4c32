// What JavaScript trims, and the marks without width that files carry along.
const edge = "\\s\\u0085\\u180e\\u200b\\u200e\\u200f\\u2060\\ufeff";
const edges = new RegExp(`^[${edge}]+|[${edge}]+$`, "g");
const oneSpace = new RegExp(`[${edge}]`);

/** The text without any Unicode space at its ends. */
export function trimmed(cell: string): string {
  const last = cell.length - 1;
  if (last < 0) return cell;
  return isSpace(cell.charCodeAt(0)) || isSpace(cell.charCodeAt(last)) ? cell.replace(edges, "") : cell;
}

function isSpace(code: number): boolean {
  if (code <= 32) return true;
  if (code < 0x85) return false;
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return oneSpace.test(String.fromCharCode(code));
}
