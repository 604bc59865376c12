/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "classify/drift.h"

void
drift_add(struct drift *sum, const struct drift *d)
{
	int64_t *to = (int64_t *)sum;
	const int64_t *from = (const int64_t *)d;

	for (size_t i = 0; i < sizeof(*sum) / sizeof(*to); i++)
		to[i] += from[i];
}

/* ---- comparing ---- */

static double
stability(const int64_t *a, const int64_t *b)
{
	double n_a = DRIFT_BINS * 0.5, n_b = DRIFT_BINS * 0.5, sum = 0;

	for (int i = 0; i < DRIFT_BINS; i++) {
		n_a += (double)a[i];
		n_b += (double)b[i];
	}
	for (int i = 0; i < DRIFT_BINS; i++) {
		double x = ((double)a[i] + 0.5) / n_a;
		double y = ((double)b[i] + 0.5) / n_b;

		sum += (x - y) * log(x / y);
	}
	return sum;
}

static double
mean(const struct drift *d)
{
	return d->judged > 0 ? (double)d->novelty / CALIB_ONE /
	    (double)d->judged : 0;
}

static double
deviation(const struct drift *d)
{
	double m = mean(d), square = d->judged > 0 ? (double)d->novelty2 /
	    CALIB_ONE / CALIB_ONE / (double)d->judged : 0;

	return square > m * m ? sqrt(square - m * m) : 0;
}

static double
ratio(int64_t part, int64_t all)
{
	return all > 0 ? (double)part / (double)all : 0;
}

static double
abstained(const struct drift *d)
{
	return ratio(d->abstained, d->judged + d->abstained);
}

void
drift_compare(const struct drift *before, const struct drift *now,
    struct drift_change *c)
{
	/* The smallest step novelty is counted in: no division by 0 where
	 * every post is as new as the others. */
	double sd = deviation(before), step = 1.0 / CALIB_ONE;

	*c = (struct drift_change){ .known = before->judged >= DRIFT_MIN &&
	    now->judged >= DRIFT_MIN };
	for (int l = 0; l < P_N; l++)
		c->psi[l] = stability(now->p[l], before->p[l]);
	c->novelty = (mean(now) - mean(before)) / (sd > step ? sd : step);
	c->abstained = 2 * asin(sqrt(abstained(now))) -
	    2 * asin(sqrt(abstained(before)));
}

bool
drift_alarm(const struct drift_change *c, struct buf *b)
{
	size_t from = b->len;

	if (!c->known)
		return false;
	for (int l = 0; l < P_N; l++)
		if (c->psi[l] >= DRIFT_PSI)
			buf_addf(b, "%s%s (PSI %.2f)", b->len > from ? ", " :
			    "", post_p_name[l], c->psi[l]);
	if (c->novelty >= DRIFT_EFFECT)
		buf_addf(b, "%snovelty (%+.1f sd)", b->len > from ? ", " : "",
		    c->novelty);
	if (c->abstained >= DRIFT_EFFECT)
		buf_addf(b, "%sabstained (h %+.1f)", b->len > from ? ", " :
		    "", c->abstained);
	return b->len > from;
}

/* ---- the record ---- */

/* Six decimals: what is behind them differs between machines. */
static json_t *
real(double v)
{
	return json_real(round(v * 1e6) / 1e6);
}

static json_t *
bins_json(const int64_t *v)
{
	json_t *a = json_array();

	for (int i = 0; i < DRIFT_BINS; i++)
		json_array_append_new(a, json_integer(v[i]));
	return a;
}

/* Numbers from too few posts are not shown: somebody would read them. */
static json_t *
change_json(const struct drift *d, const struct drift *before, size_t batches)
{
	struct drift_change c;
	struct buf b = {0};
	json_t *psi = json_object();
	json_t *o = json_pack("{sI sI so}", "batches", (json_int_t)batches,
	    "judged", (json_int_t)before->judged, "psi", psi);

	drift_compare(before, d, &c);
	for (int l = 0; l < P_N; l++)
		json_object_set_new(psi, post_p_name[l], c.known ?
		    real(c.psi[l]) : json_null());
	json_object_set_new(o, "novelty_sd", c.known ? real(c.novelty) :
	    json_null());
	json_object_set_new(o, "abstained_h", c.known ? real(c.abstained) :
	    json_null());
	json_object_set_new(o, "alarm", drift_alarm(&c, &b) ?
	    json_string(b.s) : json_null());
	buf_free(&b);
	return o;
}

json_t *
drift_json(const struct drift *d, const struct drift *before, size_t batches)
{
	json_t *yes = json_object(), *share = json_object(), *p = json_object();

	for (int l = 0; l < P_N; l++) {
		json_object_set_new(yes, post_p_name[l],
		    json_integer(d->yes[l]));
		json_object_set_new(share, post_p_name[l],
		    real(ratio(d->yes[l], d->judged)));
		json_object_set_new(p, post_p_name[l], bins_json(d->p[l]));
	}
	json_object_set_new(share, "abstained", real(abstained(d)));
	json_t *novelty = json_pack("{so so so sI sI}", "mean", real(mean(d)),
	    "sd", real(deviation(d)), "bins", bins_json(d->novel), "sum",
	    (json_int_t)d->novelty, "sum_squares", (json_int_t)d->novelty2);

	return json_pack("{sI sI so so so so so}", "judged",
	    (json_int_t)d->judged, "abstained", (json_int_t)d->abstained,
	    "yes", yes, "share", share, "p", p, "novelty", novelty, "before",
	    change_json(d, before, batches));
}

static bool
read_int(const json_t *o, const char *key, int64_t *out)
{
	const json_t *v = json_object_get(o, key);

	*out = json_integer_value(v);
	return json_is_integer(v) && *out >= 0;
}

static bool
read_bins(const json_t *a, int64_t *out)
{
	bool good = json_array_size(a) == DRIFT_BINS;

	for (size_t i = 0; good && i < DRIFT_BINS; i++) {
		out[i] = json_integer_value(json_array_get(a, i));
		good = json_is_integer(json_array_get(a, i)) && out[i] >= 0;
	}
	return good;
}

bool
drift_read(struct drift *d, const json_t *v)
{
	const json_t *p = json_object_get(v, "p");
	const json_t *yes = json_object_get(v, "yes");
	const json_t *novelty = json_object_get(v, "novelty");
	bool good = read_int(v, "judged", &d->judged) &&
	    read_int(v, "abstained", &d->abstained) &&
	    read_int(novelty, "sum", &d->novelty) &&
	    read_int(novelty, "sum_squares", &d->novelty2) &&
	    read_bins(json_object_get(novelty, "bins"), d->novel);

	for (int l = 0; good && l < P_N; l++)
		good = read_int(yes, post_p_name[l], &d->yes[l]) &&
		    read_bins(json_object_get(p, post_p_name[l]), d->p[l]);
	return good;
}
