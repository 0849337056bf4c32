/* Position of the class that costs or a threshold decide for. */
int occam_decide(const double outputs[OCCAM_OUTPUTS])
{
  int best = 0, k;
#if OCCAM_POSITIVE >= 0
  if (OCCAM_CLASSES == 1 || outputs[OCCAM_POSITIVE] >= OCCAM_THRESHOLD) return OCCAM_POSITIVE;
  best = OCCAM_POSITIVE == 0 ? 1 : 0;
  for (k = best + 1; k < OCCAM_OUTPUTS; k++)
    if (k != OCCAM_POSITIVE && outputs[k] > outputs[best]) best = k;
#else
  double least = HUGE_VAL;
  for (k = 0; k < OCCAM_OUTPUTS; k++) {
    double expected = 0.0;
    int truth;
    for (truth = 0; truth < OCCAM_OUTPUTS; truth++) expected += outputs[truth] * occam_costs[truth][k];
    /* The likelier of equals, then the first. */
    if (expected < least || (expected == least && outputs[k] > outputs[best])) {
      least = expected;
      best = k;
    }
  }
#endif
  return best;
}

