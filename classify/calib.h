/* SPDX-License-Identifier: MIT
 *
 * Decision values -> probabilities as they are printed. */
#ifndef CLASSIFY_CALIB_H
#define CLASSIFY_CALIB_H

#include <stddef.h>
#include <stdint.h>

#include "common/post.h"

struct calib_platt { double a, b; };	/* p = 1 / (1 + exp(a d + b)) */

/* Fit by Newton's method with line search (Lin, Lin and Weng 2007) to n
 * decision values and 0/1 targets; targets below 0 are left out. */
struct calib_platt calib_fit(const double *d, const int8_t *y, size_t stride,
    size_t n);
double calib_p(const struct calib_platt *c, double d);

/* Printed probabilities count in ten-thousandths, so that whoever reads four
 * decimals sees all there is. */
#define CALIB_ONE 10000

/* All five, from their decision values: the sentiments are made to sum to
 * exactly CALIB_ONE. */
void calib_print(const struct calib_platt c[P_N], const double d[P_N],
    int out[P_N]);

/* The sentiment with the largest printed probability; of equals the first of
 * negative, neutral, positive. */
enum post_p calib_sentiment(const int p[P_N]);

#endif
