/* SPDX-License-Identifier: MIT
 *
 * Time to the first answer, with those still waiting censored, never
 * dropped. */
#ifndef REPORT_SURVIVAL_H
#define REPORT_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>

struct obs {
	double t;		/* hours, from 0 */
	double w;		/* weight, 1 for a case */
	bool event;		/* answered; false: censored at t */
};

/* Kaplan-Meier: S(t) = prod over t_j <= t of 1 - d_j / n_j (Kaplan and Meier
 * 1958); censored at t_j are still at risk there. One step a distinct event
 * time. */
struct km_step {
	double t, s;
	double n, d;		/* at risk just before t; events at t (weights) */
	double greenwood;	/* sum of d / (n (n - d)) up to t */
};
struct km {
	struct km_step *step;
	size_t n;
	double last;		/* the longest time observed, -1: none */
};

/* Sorts o. Free with km_free. */
void km_fit(struct km *k, struct obs *o, size_t n);
void km_free(struct km *k);

/* S(t); se of S by Greenwood's formula (1926). */
double km_s(const struct km *k, double t);
double km_se(const struct km *k, double t);

enum km_band { KM_PLAIN, KM_LOG, KM_LOGLOG };
/* Limits of S(t). Log-log: S^exp(+-z se / |S ln S|) (Kalbfleisch and Prentice
 * 1980). NaN where R gives none (S = 0). */
void km_limits(const struct km *k, double t, double conf, enum km_band band,
    double *lo, double *hi);

/* Smallest t with S(t) <= 1 - p; NaN when not reached. Where S(t) equals
 * 1 - p over a stretch, its middle, as R does. */
double km_quantile(const struct km *k, double p);

/* Restricted mean: area under S up to tau (Irwin 1949), its standard error
 * with var = sum A_j^2 d_j / (n_j (n_j - d_j)), A_j the area from t_j on. */
double km_rmst(const struct km *k, double tau, double *se);

/* Log-rank test of two groups and its relatives (Mantel 1966, Gehan 1965,
 * Tarone and Ware 1977, Peto and Peto 1972 as R's rho = 1). */
enum rank_weight { RANK_LOGRANK, RANK_GEHAN, RANK_TARONE_WARE, RANK_PETO };
struct rank_test {
	double observed[2], expected[2];	/* weighted, by group */
	double variance, chisq, p;
};
void rank_test(const struct obs *a, size_t na, const struct obs *b,
    size_t nb, enum rank_weight w, struct rank_test *out);

#endif
