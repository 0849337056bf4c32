const headBytes = 1 << 20;

/** The text of a file, as bytes of UTF-8 or as a string; the one is made from the other when it is asked for. */
export class FileText {
  /** UTF-8 without a byte order mark, its line ends as they came; null where UTF-8 cannot hold the text. */
  readonly bytes: Buffer | null;
  private whole: string | null;
  private readonly tooLarge: (() => Error) | null;

  private constructor(bytes: Buffer | null, whole: string | null, tooLarge: (() => Error) | null) {
    this.bytes = bytes;
    this.whole = whole;
    this.tooLarge = tooLarge;
  }

  /** Of valid UTF-8; `tooLarge` makes the error for more than a string can hold. */
  static ofBytes(bytes: Buffer, tooLarge: (() => Error) | null): FileText {
    return new FileText(bytes, null, tooLarge);
  }

  /** Lone surrogates have no place in UTF-8. */
  static ofString(text: string): FileText {
    const whole = withLineFeeds(text);
    return new FileText(/\p{Cs}/u.test(whole) ? null : Buffer.from(whole), whole, null);
  }

  /** All of it; every line ends in a line feed. */
  get text(): string {
    if (this.whole === null) {
      if (this.tooLarge !== null) throw this.tooLarge();
      this.whole = withLineFeeds(this.bytes!.toString("utf8"));
    }
    return this.whole;
  }

  /** Whole lines from the beginning, some 200,000 characters or more; all of it where that is less. */
  get head(): string {
    if (this.whole !== null || this.bytes!.length <= headBytes) return this.text;
    const start = withLineFeeds(this.bytes!.toString("utf8", 0, headBytes));
    const end = start.lastIndexOf("\n") + 1;
    return end > 0 ? start.slice(0, end) : this.text;
  }
}

function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
