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

