/**
 * The places of levels by their texts. "true" and "false" are found in the other spellings too, unless these are levels
 * of their own: a column that Parquet declares as booleans is True and False in a CSV file of Python, TRUE in one of R.
 */
export function levelPlaces(levels: readonly string[]): Map<string, number> {
  const places = new Map(levels.map((level, place) => [level, place]));
  for (const [place, level] of levels.entries()) {
    const word = level.toLowerCase();
    if (word !== "true" && word !== "false") continue;
    for (const spelling of [word, `${word[0]!.toUpperCase()}${word.slice(1)}`, word.toUpperCase()]) {
      if (!places.has(spelling)) places.set(spelling, place);
    }
  }
  return places;
}
