/* The trees */

/* Writes what the splits read of each input: codes, and the sides of sets. */
static void occam_read(const double *features, unsigned short *views)
{
  int i, set;
  for (i = 0; i < OCCAM_INPUTS; i++) {
    const struct occam_input *input = &occam_inputs[i];
    unsigned short *own = views + input->view;
    double x = features[input->feature];
    int code = -1;
    if (input->kind == OCCAM_IS_NUMBER) {
      if (x == x) {
        int high = input->count;
        code = 0;
        while (code < high) {
          int middle = (code + high) / 2;
          if (occam_thresholds[input->first + middle] < x) code = middle + 1;
          else high = middle;
        }
      }
    } else if (x >= 0.0) code = occam_codes[input->first + (int)x];
    if (input->kind != OCCAM_IS_SETS) {
      own[0] = code < 0 ? 65535 : (unsigned short)code;
      own[1] = (unsigned short)(code + 1);
      continue;
    }
    if (code < 0) code = input->levels;
    for (set = 0; set < input->sets; set++)
      own[set] = (occam_sets[input->first_set + set * (input->levels / 8 + 1) + code / 8] >> (code % 8)) & 1 ? 0 : 1;
  }
}

/* Adds the leaves of the trees of one member to its scores. */
static void occam_add_trees(int first, int count, const unsigned short *views, double *scores)
{
  int tree, score;
  for (tree = 0; tree < count; tree++) {
    int node = occam_roots[first + tree];
    const float *values;
    while (occam_child[node] != 0) node = occam_child[node] + (views[occam_view[node]] > occam_threshold[node]);
    values = occam_values + (size_t)occam_view[node] * OCCAM_WIDTH;
#if OCCAM_WIDTH == 1
    score = tree % OCCAM_SCORES;
    scores[score] += values[0];
#else
    for (score = 0; score < OCCAM_WIDTH; score++) scores[score] += values[score];
#endif
  }
#if OCCAM_IS_MEAN
  for (score = 0; score < OCCAM_SCORES; score++) scores[score] /= count;
#endif
}

/* Adds what the scores of one member mean, divided by the number of members. */
static void occam_add_member(double *scores, double *outputs)
{
  const double share = 1.0 / OCCAM_MEMBERS;
#if OCCAM_CLASSES == 0
  double y = OCCAM_MEAN + OCCAM_DEVIATION * scores[0];
  outputs[0] += share * (y < OCCAM_LOW ? OCCAM_LOW : y > OCCAM_HIGH ? OCCAM_HIGH : y);
#elif OCCAM_SCORES == 1
  double second = 1.0 / (1.0 + exp(-OCCAM_FACTOR * scores[0]));
  outputs[0] += share * (1.0 - second);
  outputs[1] += share * second;
#else
  int k;
#if !OCCAM_IS_PLAIN
  double highest, sum = 0.0;
#if OCCAM_HAS_SHARES
  for (k = 0; k < OCCAM_SCORES; k++) scores[k] = log(scores[k] + OCCAM_FLOOR);
#endif
  highest = scores[0];
  for (k = 1; k < OCCAM_SCORES; k++)
    if (scores[k] > highest) highest = scores[k];
  for (k = 0; k < OCCAM_SCORES; k++) {
    scores[k] = exp(OCCAM_FACTOR * (scores[k] - highest));
    sum += scores[k];
  }
  for (k = 0; k < OCCAM_SCORES; k++) scores[k] /= sum;
#endif
  for (k = 0; k < OCCAM_SCORES; k++) outputs[k] += share * scores[k];
#endif
}

/*
 * Predicts one row. Writes the probability of each class in the order of occam_classes, or the one number, to `outputs`.
 * Needs no memory but the stack and keeps none, so threads may call it at the same time.
 */
void occam_predict(const occam_cell row[OCCAM_COLUMNS], double outputs[OCCAM_OUTPUTS])
{
  double features[OCCAM_FEATURES + 1];
  double scores[OCCAM_SCORES];
  unsigned short views[OCCAM_VIEWS + 1];
  int i, member, tree = 0;
  features[0] = 0.0;
  views[0] = 0;
  for (i = 0; i < OCCAM_FEATURES; i++) features[i] = occam_feature(&occam_features[i], &row[occam_features[i].column]);
  occam_read(features, views);
  for (i = 0; i < OCCAM_OUTPUTS; i++) outputs[i] = 0.0;
  for (member = 0; member < OCCAM_MEMBERS; member++) {
    for (i = 0; i < OCCAM_SCORES; i++) scores[i] = occam_start[i];
    occam_add_trees(tree, occam_trees[member], views, scores);
    occam_add_member(scores, outputs);
    tree += occam_trees[member];
  }
#if OCCAM_CLASSES == 1
  outputs[0] = 1.0;
#endif
}

