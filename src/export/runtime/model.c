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
  month = floor((5.0 * of_year + 2.0) / 153.0);
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
  if (feature->part == OCCAM_LEVEL) {
    if (cell->text == NULL) return NAN;
    return occam_find(cell->text, occam_levels + feature->first, feature->count);
  }
  if (occam_missing(x)) return NAN;
  if (feature->part != OCCAM_NUMBER) return occam_date_part(feature->part, x);
  return x > 1e150 ? 1e150 : x < -1e150 ? -1e150 : x;
}

/* The network */

static double occam_clip(double x)
{
  if (x > 1e9) x = 1e9;
  if (x < -1e9) x = -1e9;
  return x / sqrt(1.0 + x * x / 9.0);
}

static double occam_entry(const struct occam_input *input, int level)
{
  int low = input->first, high = input->first + input->count - 1;
  while (low <= high) {
    int middle = low + (high - low) / 2;
    if (occam_entry_level[middle] == level) return occam_entry_value[middle];
    if (occam_entry_level[middle] > level) high = middle - 1;
    else low = middle + 1;
  }
  return input->a;
}

static double occam_encode(const struct occam_input *input, double x)
{
  double part, code;
  if (input->kind == OCCAM_IS_MISSING) return x != x ? 1.0 : 0.0;
  if (x != x) return 0.0;
  switch (input->kind) {
  case OCCAM_SCALED:
    return occam_clip((x - input->a) / input->b);
  case OCCAM_LOG:
    code = 2.0 * log1p(fabs(x - input->a) / input->b) / input->c;
    return occam_clip(x < input->a ? -code : code);
  case OCCAM_STEP:
    part = (x - input->a) / (input->b - input->a);
    return (part < input->c ? input->c : part > input->d ? input->d : part) - input->e;
  default:
    return occam_entry(input, (int)x);
  }
}

static void occam_average(const double *values, double *outputs)
{
  int member, factor, k;
  double share = 1.0 / (OCCAM_MEMBERS * OCCAM_FACTORS);
  for (k = 0; k < OCCAM_OUTPUTS; k++) outputs[k] = 0.0;
#if OCCAM_CLASSES == 1
  (void)values, (void)member, (void)factor, (void)share;
  outputs[0] = 1.0;
#elif OCCAM_CLASSES == 0
  (void)factor;
  for (member = 0; member < OCCAM_MEMBERS; member++) {
    double y = OCCAM_MEAN + OCCAM_DEVIATION * values[occam_output[member]];
    outputs[0] += share * (y < OCCAM_LOW ? OCCAM_LOW : y > OCCAM_HIGH ? OCCAM_HIGH : y);
  }
#elif OCCAM_CLASSES == 2
  for (member = 0; member < OCCAM_MEMBERS; member++)
    for (factor = 0; factor < OCCAM_FACTORS; factor++)
      outputs[1] += share / (1.0 + exp(-occam_factor[factor] * values[occam_output[member]]));
  outputs[0] = 1.0 - outputs[1];
#else
  for (member = 0; member < OCCAM_MEMBERS; member++) {
    const int *output = occam_output + member * OCCAM_CLASSES;
    double highest = values[output[0]];
    for (k = 1; k < OCCAM_CLASSES; k++)
      if (values[output[k]] > highest) highest = values[output[k]];
    for (factor = 0; factor < OCCAM_FACTORS; factor++) {
      double sum = 0.0;
      for (k = 0; k < OCCAM_CLASSES; k++) sum += exp(occam_factor[factor] * (values[output[k]] - highest));
      for (k = 0; k < OCCAM_CLASSES; k++)
        outputs[k] += share * exp(occam_factor[factor] * (values[output[k]] - highest)) / sum;
    }
  }
#endif
}

/*
 * Predicts one row. Writes the probability of each class in the order of occam_classes, or the one number, to `outputs`.
 * Needs no memory but the stack and keeps none, so threads may call it at the same time.
 */
void occam_predict(const occam_cell row[OCCAM_COLUMNS], double outputs[OCCAM_OUTPUTS])
{
  double features[OCCAM_FEATURES + 1];
  double values[OCCAM_VALUES + 1];
  int i, layer, unit, k, next = OCCAM_INPUTS;
  features[0] = 0.0;
  values[0] = 0.0;
  for (i = 0; i < OCCAM_FEATURES; i++) features[i] = occam_feature(&occam_features[i], &row[occam_features[i].column]);
  for (i = 0; i < OCCAM_INPUTS; i++) values[i] = occam_encode(&occam_inputs[i], features[occam_inputs[i].feature]);
  for (layer = 0, unit = 0; layer < OCCAM_LAYERS; layer++) {
    int end = unit + occam_layers[layer].units;
    for (; unit < end; unit++, next++) {
      double sum = occam_bias[unit];
      for (k = occam_start[unit]; k < occam_start[unit + 1]; k++) sum += occam_weight[k] * values[occam_source[k]];
      values[next] = occam_layers[layer].rectified && sum < 0.0 ? 0.0 : sum;
    }
  }
  occam_average(values, outputs);
}

/* Position of the likeliest class; the first of equals. */
int occam_likeliest(const double outputs[OCCAM_OUTPUTS])
{
  int best = 0, k;
  for (k = 1; k < OCCAM_OUTPUTS; k++)
    if (outputs[k] > outputs[best]) best = k;
  return best;
}

/* The largest difference between the results here and those that occam-tab wrote down for a few rows. */
double occam_check(void)
{
  double outputs[OCCAM_OUTPUTS], largest = 0.0;
  int example, k;
  for (example = 0; example < OCCAM_EXAMPLES; example++) {
    occam_predict(occam_examples[example], outputs);
    for (k = 0; k < OCCAM_OUTPUTS; k++) {
      double difference = fabs(outputs[k] - occam_expected[example][k]);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

#ifdef OCCAM_CHECK
#include <stdio.h>
int main(void)
{
  double difference = occam_check();
  printf("The largest difference in %d rows is %.3g.\n", OCCAM_EXAMPLES, difference);
  return difference <= 1e-6 * OCCAM_SPREAD ? 0 : 1;
}
#endif
