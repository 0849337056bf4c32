/**
 * Characters that would act on the page instead of being read: controls, direction marks, invisible ones, lone
 * surrogates.
 */
const acting = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * The text with every acting character replaced by a picture or its number, so that a reader sees it and it does
 * nothing.
 */
export function visible(text: string): string {
  return text.replace(acting, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** At most `limit` characters; the middle of a longer text gives way to an ellipsis, so that start and end stay. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Only the ends are taken apart: a text may have millions of characters.
  const front = Array.from(text.slice(0, 2 * limit));
  const back = Array.from(text.slice(-2 * limit));
  if (text.length <= 2 * limit && front.length <= limit) return text;
  const tail = Math.floor((limit - 1) / 3);
  return `${front.slice(0, limit - 1 - tail).join("")}…${tail > 0 ? back.slice(-tail).join("") : ""}`;
}

/** A capital at the start, for a sentence that starts with a value. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]!}`;
}
