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
