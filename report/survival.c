/* SPDX-License-Identifier: MIT */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "common/mem.h"
#include "report/interval.h"
#include "report/survival.h"

/* By time; events before those censored at the same time. */
static int
by_time(const void *a, const void *b)
{
	const struct obs *x = a, *y = b;

	if (x->t != y->t)
		return x->t < y->t ? -1 : 1;
	return (int)y->event - (int)x->event;
}

void
km_fit(struct km *k, struct obs *o, size_t n)
{
	double at_risk = 0, s = 1, greenwood = 0;
	size_t cap = 0;

	*k = (struct km){ .last = -1 };
	if (n > 1)
		qsort(o, n, sizeof(*o), by_time);
	for (size_t i = 0; i < n; i++)
		at_risk += o[i].w;
	for (size_t i = 0; i < n;) {
		double t = o[i].t, d = 0, out = 0;

		for (; i < n && o[i].t == t; i++) {
			d += o[i].event ? o[i].w : 0;
			out += o[i].w;
		}
		if (d > 0) {
			s *= 1 - d / at_risk;
			if (i == n && s < 1e-12)
				s = 0;
			greenwood += d / (at_risk * (at_risk - d));
			k->step = grow(k->step, k->n, &cap, sizeof(*k->step));
			k->step[k->n++] = (struct km_step){ t, s, at_risk, d,
			    greenwood };
		}
		at_risk -= out;
		k->last = t;
	}
}

void
km_free(struct km *k)
{
	free(k->step);
	*k = (struct km){ .last = -1 };
}

/* The last step at or before t, or NULL. */
static const struct km_step *
step_at(const struct km *k, double t)
{
	size_t lo = 0, hi = k->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (k->step[mid].t <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 ? &k->step[lo - 1] : NULL;
}

double
km_s(const struct km *k, double t)
{
	const struct km_step *j = step_at(k, t);

	return j != NULL ? j->s : 1;
}

double
km_se(const struct km *k, double t)
{
	const struct km_step *j = step_at(k, t);

	if (j == NULL)
		return 0;
	return j->s > 0 ? j->s * sqrt(j->greenwood) : NAN;
}

void
km_limits(const struct km *k, double t, double conf, enum km_band band,
    double *lo, double *hi)
{
	double s = km_s(k, t), se = km_se(k, t), z = interval_z(conf);

	if (!(s > 0)) {
		*lo = *hi = NAN;
	} else if (band == KM_PLAIN) {
		*lo = fmax(0, s - z * se);
		*hi = fmin(1, s + z * se);
	} else if (band == KM_LOG) {
		*lo = s * exp(-z * se / s);
		*hi = fmin(1, s * exp(z * se / s));
	} else if (s >= 1) {
		*lo = *hi = 1;
	} else {
		double c = z * se / fabs(s * log(s));

		*lo = pow(s, exp(c));
		*hi = pow(s, exp(-c));
	}
}

double
km_quantile(const struct km *k, double p)
{
	/* R allows for the rounding of S in this comparison. */
	double want = 1 - p, slack = 1e-9;

	for (size_t i = 0; i < k->n; i++) {
		if (k->step[i].s > want + slack)
			continue;
		if (fabs(k->step[i].s - want) <= slack && i + 1 < k->n)
			return (k->step[i].t + k->step[i + 1].t) / 2;
		return k->step[i].t;
	}
	return NAN;
}

double
km_rmst(const struct km *k, double tau, double *se)
{
	size_t n = 0;
	double area = 0, var = 0, next = tau;

	while (n < k->n && k->step[n].t < tau)
		n++;
	/* From the right: the area behind each step is at hand. */
	for (size_t i = n; i-- > 0;) {
		const struct km_step *j = &k->step[i];

		area += j->s * (next - j->t);
		next = j->t;
		if (j->n > j->d)
			var += area * area * j->d / (j->n * (j->n - j->d));
	}
	if (se != NULL)
		*se = sqrt(var);
	return area + next;
}

struct pooled { double t, w; int group; bool event; };

static int
pooled_by_time(const void *a, const void *b)
{
	double x = ((const struct pooled *)a)->t;
	double y = ((const struct pooled *)b)->t;

	return x < y ? -1 : x > y;
}

static double
weight(enum rank_weight w, double n, double s)
{
	switch (w) {
	case RANK_LOGRANK:
		return 1;
	case RANK_GEHAN:
		return n;
	case RANK_TARONE_WARE:
		return sqrt(n);
	case RANK_PETO:
		return s;	/* just before t */
	}
	return 1;
}

void
rank_test(const struct obs *a, size_t na, const struct obs *b, size_t nb,
    enum rank_weight w, struct rank_test *out)
{
	size_t n = na + nb;
	struct pooled *p = xmalloc((n + 1) * sizeof(*p));
	double risk[2] = { (double)na, (double)nb }, s = 1, u = 0;

	*out = (struct rank_test){0};
	for (size_t i = 0; i < na; i++)
		p[i] = (struct pooled){ a[i].t, a[i].w, 0, a[i].event };
	for (size_t i = 0; i < nb; i++)
		p[na + i] = (struct pooled){ b[i].t, b[i].w, 1, b[i].event };
	qsort(p, n, sizeof(*p), pooled_by_time);
	for (size_t i = 0; i < n;) {
		double t = p[i].t, d[2] = { 0, 0 }, left[2] = { 0, 0 };

		for (; i < n && p[i].t == t; i++) {
			d[p[i].group] += p[i].event;
			left[p[i].group] += 1;
		}
		double r = risk[0] + risk[1], e = d[0] + d[1];

		if (e > 0) {
			double c = weight(w, r, s);
			double want = risk[0] * e / r;

			out->observed[0] += c * d[0];
			out->observed[1] += c * d[1];
			out->expected[0] += c * want;
			out->expected[1] += c * (e - want);
			u += c * (d[0] - want);
			if (r > 1)
				out->variance += c * c * risk[0] * risk[1] *
				    e * (r - e) / (r * r * (r - 1));
			s *= 1 - e / r;
		}
		risk[0] -= left[0];
		risk[1] -= left[1];
	}
	out->chisq = out->variance > 0 ? u * u / out->variance : 0;
	out->p = gsl_cdf_chisq_Q(out->chisq, 1);
	free(p);
}
