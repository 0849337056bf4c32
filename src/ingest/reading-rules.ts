/** What a user decided of how a file is read; plain JSON that a model keeps, so that later files are read alike. */
export interface ReadingRules {
  readonly header?: boolean;
  readonly missing?: readonly string[];
  readonly delimiter?: string;
  readonly comment?: string;
  readonly skipRows?: readonly string[]; // first lines only: others are of one file
}

/** The rules among the options of reading; undefined when there are none. */
export function rulesOf(options: ReadingRules): ReadingRules | undefined {
  const { header, missing, delimiter, comment, skipRows = [] } = options;
  const first = skipRows.filter((lines) => !lines.includes("-"));
  const rules: ReadingRules = {
    ...(header === false ? { header } : {}),
    ...(missing === undefined ? {} : { missing }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(comment === undefined ? {} : { comment }),
    ...(first.length === 0 ? {} : { skipRows: first }),
  };
  return Object.keys(rules).length === 0 ? undefined : rules;
}
