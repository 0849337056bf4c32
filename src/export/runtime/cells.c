/* Cells */

static int occam_missing(double x) { return x != x || x - x != 0; }

static double occam_floor_remainder(double x, double by) { return x - floor(x / by) * by; }

static double occam_date_part(int part, double days)
{
  double seconds, day, era, of_era, year, of_year, month;
  if (part == OCCAM_DAYS) return days;
  seconds = floor(days * 86400.0 + 0.5);
  day = floor(seconds / 86400.0);
  if (part == OCCAM_WEEKDAY) return occam_floor_remainder(day + 3.0, 7.0) + 1.0;
  if (part == OCCAM_HOUR) return (seconds - day * 86400.0) / 3600.0;
  era = floor((day + 719468.0) / 146097.0);
  of_era = day + 719468.0 - era * 146097.0;
  year = floor((of_era - floor(of_era / 1460.0) + floor(of_era / 36524.0) - floor(of_era / 146096.0)) / 365.0);
  of_year = of_era - (365.0 * year + floor(year / 4.0) - floor(year / 100.0));
  if (part == OCCAM_DAY_OF_YEAR) return of_year < 306.0 ? of_year + 61.0 : of_year - 305.0;
  month = floor((5.0 * of_year + 2.0) / 153.0);
  if (part == OCCAM_DAY_OF_MONTH) return of_year - floor((153.0 * month + 2.0) / 5.0) + 1.0;
  return month < 10.0 ? month + 3.0 : month - 9.0;
}

/* Place of a text among sorted ones, -1 when it is not among them. */
static int occam_find(const char *text, const char *const *levels, int count)
{
  int low = 0, high = count - 1;
  while (low <= high) {
    int middle = low + (high - low) / 2;
    int order = strcmp(text, levels[middle]);
    if (order == 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
}

/* A number, or the place of a level; NAN is missing. */
static double occam_feature(const struct occam_feature *feature, const occam_cell *cell)
{
  double x = cell->number;
  int i;
  if (feature->part == OCCAM_LEVEL) {
    if (cell->text == NULL) return NAN;
    if (occam_find(cell->text, occam_missing_words + feature->first_missing, feature->missing) >= 0) return NAN;
    return occam_find(cell->text, occam_levels + feature->first, feature->count);
  }
  if (occam_missing(x)) return NAN;
  for (i = 0; i < feature->missing; i++) if (x == occam_missing_values[feature->first_missing + i]) return NAN;
  if (feature->part != OCCAM_NUMBER) return occam_date_part(feature->part, x);
  return x > 1e150 ? 1e150 : x < -1e150 ? -1e150 : x;
}

