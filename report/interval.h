/* SPDX-License-Identifier: MIT
 *
 * Intervals for a share of x in n, and quantiles. Knows GSL; its error handler
 * is switched off once by interval_init, and every status is looked at. */
#ifndef REPORT_INTERVAL_H
#define REPORT_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

#include "report/result.h"

/* Call once in main, before threads. */
void interval_init(void);

/* z with P(|Z| < z) = conf. */
double interval_z(double conf);

/* Wilson score interval (Wilson 1927; Newcombe 1998, method 3), clamped so
 * that x = 0 starts at 0 and x = n ends at 1. n = 0: all NaN. */
struct share interval_wilson(int64_t x, int64_t n, double conf);

/* Clopper-Pearson (exact), Agresti-Coull, Jeffreys; p is x / n in each. */
struct share interval_exact(int64_t x, int64_t n, double conf);
struct share interval_agresti_coull(int64_t x, int64_t n, double conf);
struct share interval_jeffreys(int64_t x, int64_t n, double conf);

/* Quantile of Beta(a, b): bracketed Newton on the distribution function,
 * because gsl_cdf_beta_Pinv gives NaN in the tails of large parameters. */
double interval_beta_quantile(double u, double a, double b);

/* Sample quantile, Hyndman and Fan's type 7, of n sorted values; NaN for
 * none. */
double interval_quantile(const double *sorted, size_t n, double p);

#endif
