/* SPDX-License-Identifier: MIT */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "report/interval.h"

void
interval_init(void)
{
	gsl_set_error_handler_off();
}

double
interval_z(double conf)
{
	return gsl_cdf_ugaussian_Pinv(0.5 + conf / 2);
}

static struct share
none(void)
{
	return (struct share){ NAN, NAN, NAN };
}

struct share
interval_wilson(int64_t x, int64_t n, double conf)
{
	double z = interval_z(conf), z2 = z * z, m = (double)n;

	if (n <= 0)
		return none();
	double p = (double)x / m;
	double mid = (p + z2 / (2 * m)) / (1 + z2 / m);
	double half = z / (1 + z2 / m) * sqrt(p * (1 - p) / m +
	    z2 / (4 * m * m));
	struct share s = { p, fmax(0, mid - half), fmin(1, mid + half) };

	if (x == 0)
		s.lo = 0;
	if (x == n)
		s.hi = 1;
	return s;
}

double
interval_beta_quantile(double u, double a, double b)
{
	double lo = 0, hi = 1, mean = a / (a + b);
	double sd = sqrt(mean * (1 - mean) / (a + b + 1));
	double x = mean + sd * gsl_cdf_ugaussian_Pinv(u);

	if (!(u > 0))
		return 0;
	if (!(u < 1))
		return 1;
	for (int i = 0; i < 200 && hi - lo > 1e-16 * (lo + hi); i++) {
		if (!(x > lo && x < hi))
			x = (lo + hi) / 2;
		double f = gsl_cdf_beta_P(x, a, b) - u;
		double slope = gsl_ran_beta_pdf(x, a, b);

		if (f > 0)
			hi = x;
		else
			lo = x;
		double next = x - f / slope;

		if (fabs(next - x) <= 1e-16 * x)
			break;
		x = next;
	}
	return x;
}

struct share
interval_exact(int64_t x, int64_t n, double conf)
{
	double a = (1 - conf) / 2, k = (double)x, m = (double)n;

	if (n <= 0)
		return none();
	return (struct share){ k / m,
	    x == 0 ? 0 : interval_beta_quantile(a, k, m - k + 1),
	    x == n ? 1 : interval_beta_quantile(1 - a, k + 1, m - k) };
}

struct share
interval_agresti_coull(int64_t x, int64_t n, double conf)
{
	double z = interval_z(conf), z2 = z * z;

	if (n <= 0)
		return none();
	double m = (double)n + z2, p = ((double)x + z2 / 2) / m;
	double half = z * sqrt(p * (1 - p) / m);

	return (struct share){ (double)x / (double)n, fmax(0, p - half),
	    fmin(1, p + half) };
}

struct share
interval_jeffreys(int64_t x, int64_t n, double conf)
{
	double a = (1 - conf) / 2, k = (double)x + 0.5;
	double l = (double)(n - x) + 0.5;

	if (n <= 0)
		return none();
	return (struct share){ (double)x / (double)n,
	    x == 0 ? 0 : interval_beta_quantile(a, k, l),
	    x == n ? 1 : interval_beta_quantile(1 - a, k, l) };
}

double
interval_quantile(const double *sorted, size_t n, double p)
{
	return n == 0 ? NAN :
	    gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
}
