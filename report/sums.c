/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "report/interval.h"
#include "report/sums.h"

#define HORIZON_H 72.0
#define CONF 0.95

const double within_hours[N_WITHIN] = { 1, 4, 24, 72 };
const double risk_hours[N_RISK] = { 0, 12, 24, 36, 48, 60, 72 };

void
sums_post(struct sums *s, const struct row *p, bool official)
{
	s->posts++;
	if (official) {
		s->traffic.official_posts++;
		return;
	}
	if (p->official != -1)
		return;		/* another company's account */
	s->traffic.customer_posts++;
	s->judged += (p->flags & ROW_JUDGED) != 0;
	s->abstained += (p->flags & ROW_ABSTAINED) != 0;
	s->complaints += (p->labels & POST_COMPLAINT) != 0;
	s->queries += (p->labels & POST_QUERY) != 0;
	s->mood[p->mood]++;
}

void
sums_first(struct sums *s, int64_t answer_s)
{
	s->traffic.first_posts++;
	if (answer_s < 0)
		return;
	s->traffic.first_answered++;
	s->first_s = grow(s->first_s, s->n_first, &s->cap_first,
	    sizeof(*s->first_s));
	s->first_s[s->n_first++] = (double)answer_s;
}

void
sums_case(struct sums *s, const struct case_row *c, int64_t as_of)
{
	/* Where the thread cannot be read whole, nothing is known after the
	 * last post that was seen. */
	int64_t end = c->answered_at != 0 ? c->answered_at :
	    c->state == CASE_UNOBSERVABLE ? c->last_seen : as_of;
	double t = (double)(end - c->opened_at) / 3600;

	s->state[c->state]++;
	s->obs = grow(s->obs, s->n_obs, &s->cap_obs, sizeof(*s->obs));
	s->obs[s->n_obs++] = (struct obs){ t > 0 ? t : 0, 1,
	    c->answered_at != 0 };
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

void
sums_traffic(struct sums *s, struct traffic *out)
{
	*out = s->traffic;
	if (s->n_first > 1)
		qsort(s->first_s, s->n_first, sizeof(*s->first_s), by_value);
	out->first_response_median_s = interval_quantile(s->first_s,
	    s->n_first, 0.5);
}

/* Share answered within h hours; not known where nobody is watched so long. */
static struct share
within(const struct km *k, double h)
{
	struct share s = { NAN, NAN, NAN };
	double lo, hi, left = km_s(k, h);

	if (k->last < h && left > 0)
		return s;
	km_limits(k, h, CONF, KM_LOGLOG, &lo, &hi);
	s.p = 1 - left;
	s.lo = isfinite(hi) ? 1 - hi : 1;
	s.hi = isfinite(lo) ? 1 - lo : 1;
	return s;
}

static void
curve(const struct km *k, struct curve *out, struct arena *a)
{
	size_t n = k->n;

	*out = (struct curve){ .n = n, .last = k->last,
	    .t = arena_alloc(a, n * sizeof(double) + 1),
	    .s = arena_alloc(a, n * sizeof(double) + 1),
	    .lo = arena_alloc(a, n * sizeof(double) + 1),
	    .hi = arena_alloc(a, n * sizeof(double) + 1),
	    .at_risk = arena_alloc(a, n * sizeof(int64_t) + 1) };
	for (size_t i = 0; i < n; i++) {
		out->t[i] = k->step[i].t;
		out->s[i] = k->step[i].s;
		out->at_risk[i] = (int64_t)(k->step[i].n + 0.5);
		km_limits(k, k->step[i].t, CONF, KM_LOGLOG, &out->lo[i],
		    &out->hi[i]);
	}
}

void
sums_response(struct sums *s, struct response *out, struct arena *a)
{
	struct km k;

	*out = (struct response){ .answered = s->state[CASE_ANSWERED],
	    .deflected = s->state[CASE_DEFLECTED],
	    .open = s->state[CASE_OPEN],
	    .unobservable = s->state[CASE_UNOBSERVABLE] };
	int64_t got = out->answered + out->deflected;

	out->cases = got + out->open + out->unobservable;
	out->rate = interval_wilson(got, out->cases - out->unobservable,
	    CONF);
	out->bound_lo = out->cases > 0 ? (double)got / (double)out->cases :
	    NAN;
	out->bound_hi = out->cases > 0 ? (double)(got + out->unobservable) /
	    (double)out->cases : NAN;
	km_fit(&k, s->obs, s->n_obs);
	out->median_hours = s->n_obs > 0 ? km_quantile(&k, 0.5) : NAN;
	out->rmst_hours = k.last >= HORIZON_H || (k.n > 0 &&
	    k.step[k.n - 1].s <= 0) ? km_rmst(&k, HORIZON_H, &out->rmst_se) :
	    NAN;
	if (!isfinite(out->rmst_hours))
		out->rmst_se = NAN;
	for (int i = 0; i < N_WITHIN; i++)
		out->within[i] = within(&k, within_hours[i]);
	/* At risk at h: whose time is h or more; obs are sorted now. */
	for (int i = 0; i < N_RISK; i++)
		for (size_t j = 0; j < s->n_obs; j++)
			out->at_risk[i] += s->obs[j].t >= risk_hours[i];
	curve(&k, &out->km, a);
	km_free(&k);
}

void
sums_free(struct sums *s)
{
	free(s->first_s);
	free(s->obs);
	*s = (struct sums){0};
}
