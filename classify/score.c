/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classify/calib.h"
#include "classify/score.h"

static double
ratio(double a, double b)
{
	return b > 0 ? a / b : 0;
}

double
score_precision(const struct confusion *c)
{
	return ratio((double)c->tp, (double)(c->tp + c->fp));
}

double
score_recall(const struct confusion *c)
{
	return ratio((double)c->tp, (double)(c->tp + c->fn));
}

double
score_f1(const struct confusion *c)
{
	return ratio(2.0 * (double)c->tp,
	    (double)(2 * c->tp + c->fp + c->fn));
}

double
score_macro_f1(const struct confusion *c)
{
	struct confusion other = { c->tn, c->fn, c->fp, c->tp };

	return (score_f1(c) + score_f1(&other)) / 2;
}

struct ranked { double d; int8_t y; };

static int
by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return x->d < y->d ? -1 : x->d > y->d;
}

double
score_auc(const double *d, const int8_t *y, size_t stride, size_t n)
{
	struct ranked *r = xmalloc(n * sizeof(*r));
	double below = 0, sum = 0, yes = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (y[i * stride] >= 0 && !isnan(d[i]))
			r[k++] = (struct ranked){ d[i], y[i * stride] };
	if (k > 1)
		qsort(r, k, sizeof(*r), by_value);
	for (size_t i = 0, to; i < k; i = to) {
		double tied_yes = 0, tied_no = 0;

		for (to = i; to < k && r[to].d == r[i].d; to++)
			*(r[to].y == 1 ? &tied_yes : &tied_no) += 1;
		sum += tied_yes * (below + tied_no / 2);
		below += tied_no;
		yes += tied_yes;
	}
	free(r);
	return yes > 0 && below > 0 ? sum / (yes * below) : NAN;
}

static void
count(struct confusion *c, bool truth, bool guess)
{
	if (truth)
		*(guess ? &c->tp : &c->fn) += 1;
	else
		*(guess ? &c->fp : &c->tn) += 1;
}

void
score_make(struct score *s, const int (*p)[P_N], const int threshold[P_N],
    const double *const d[P_N], const int8_t (*y)[P_N], size_t n)
{
	*s = (struct score){0};
	for (size_t i = 0; i < n; i++) {
		if (p[i][0] < 0)
			continue;
		enum post_p guess = calib_sentiment(p[i]);

		for (int l = 0; l < P_N; l++)
			if (y[i][l] >= 0)
				count(&s->c[l], y[i][l] == 1,
				    l >= P_NEGATIVE ? l == (int)guess :
				    p[i][l] >= threshold[l]);
		for (int l = P_NEGATIVE; l <= P_POSITIVE; l++)
			if (y[i][l] == 1)
				s->table[l - P_NEGATIVE][guess - P_NEGATIVE]++;
	}
	for (int l = 0; l < P_N; l++) {
		const struct confusion *c = &s->c[l];

		s->has[l] = c->tp + c->fn > 0 && c->fp + c->tn > 0;
		s->sentiment |= l >= P_NEGATIVE && s->has[l];
		s->auc[l] = score_auc(d[l], &y[0][l], P_N, n);
	}
}

void
score_keep(struct score *s, const bool has[P_N])
{
	s->sentiment = false;
	for (int l = 0; l < P_N; l++) {
		s->has[l] = s->has[l] && has[l];
		s->sentiment |= l >= P_NEGATIVE && s->has[l];
	}
}

struct at { int p; bool yes; };

static int
by_p(const void *a, const void *b)
{
	return ((const struct at *)a)->p - ((const struct at *)b)->p;
}

int
score_threshold(const int (*p)[P_N], enum post_p label,
    const int8_t (*y)[P_N], size_t n)
{
	struct at *v = xmalloc(n * sizeof(*v));
	struct confusion c = {0};
	double best = -1;
	int found = CALIB_ONE / 2;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (y[i][label] < 0 || p[i][0] < 0)
			continue;
		v[k++] = (struct at){ p[i][label], y[i][label] == 1 };
		count(&c, y[i][label] == 1, true);
	}
	if (k > 1)
		qsort(v, k, sizeof(*v), by_p);
	/* Raise the threshold: at v[i].p, what is below is a "no". */
	for (size_t i = 0; i < k; i++) {
		if (i == 0 || v[i].p != v[i - 1].p) {
			double f = score_macro_f1(&c);
			int half = CALIB_ONE / 2;

			if (f > best || (f == best && abs(v[i].p - half) <
			    abs(found - half))) {
				best = f;
				found = v[i].p;
			}
		}
		*(v[i].yes ? &c.tp : &c.fp) -= 1;
		*(v[i].yes ? &c.fn : &c.tn) += 1;
	}
	free(v);
	return found;
}

double
score_sentiment_macro_f1(const struct score *s)
{
	double sum = 0;
	int n = 0;

	for (int l = P_NEGATIVE; l <= P_POSITIVE; l++)
		if (s->has[l]) {
			sum += score_f1(&s->c[l]);
			n++;
		}
	return n > 0 ? sum / n : 0;
}

double
score_sentiment_accuracy(const struct score *s)
{
	double right = 0, all = 0;

	for (int t = 0; t < 3; t++)
		for (int g = 0; g < 3; g++) {
			all += (double)s->table[t][g];
			right += t == g ? (double)s->table[t][g] : 0;
		}
	return ratio(right, all);
}

/* ---- shown ---- */

static json_t *
real(double v)
{
	/* Six decimals: what is behind them differs between machines. */
	return isnan(v) ? json_null() : json_real(round(v * 1e6) / 1e6);
}

static json_t *
confusion_json(const struct confusion *c)
{
	return json_pack("{sI sI sI sI}", "tp", (json_int_t)c->tp, "fp",
	    (json_int_t)c->fp, "fn", (json_int_t)c->fn, "tn",
	    (json_int_t)c->tn);
}

static json_t *
label_json(const struct score *s, int l)
{
	const struct confusion *c = &s->c[l];

	return json_pack("{so so so so so sI so}", "precision",
	    real(score_precision(c)), "recall", real(score_recall(c)), "f1",
	    real(score_f1(c)), "macro_f1", real(score_macro_f1(c)), "auc",
	    real(s->auc[l]), "n", (json_int_t)(c->tp + c->fp + c->fn + c->tn),
	    "confusion", confusion_json(c));
}

static json_t *
sentiment_json(const struct score *s)
{
	json_t *table = json_object();
	int64_t n = 0;

	for (int t = 0; t < 3; t++) {
		json_t *row = json_object();

		for (int g = 0; g < 3; g++) {
			json_object_set_new(row, post_p_name[P_NEGATIVE + g],
			    json_integer(s->table[t][g]));
			n += s->table[t][g];
		}
		json_object_set_new(table, post_p_name[P_NEGATIVE + t], row);
	}
	return json_pack("{so so sI so}", "macro_f1",
	    real(score_sentiment_macro_f1(s)), "accuracy",
	    real(score_sentiment_accuracy(s)), "n", (json_int_t)n,
	    "confusion", table);
}

json_t *
score_json(const struct score *s)
{
	json_t *o = json_object();

	for (int l = 0; l < P_N; l++)
		if (s->has[l])
			json_object_set_new(o, post_p_name[l],
			    label_json(s, l));
	if (s->sentiment)
		json_object_set_new(o, "sentiment", sentiment_json(s));
	return o;
}

static void
sentiment_text(const struct score *s, struct buf *b)
{
	buf_addf(b, "\nsentiment   macro-F1 %.3f, accuracy %.3f\n",
	    score_sentiment_macro_f1(s), score_sentiment_accuracy(s));
	buf_addf(b, "%-12s%9s %9s %9s\n", "is \\ judged", "negative",
	    "neutral", "positive");
	for (int t = 0; t < 3; t++)
		buf_addf(b, "%-12s%9lld %9lld %9lld\n",
		    post_p_name[P_NEGATIVE + t], (long long)s->table[t][0],
		    (long long)s->table[t][1], (long long)s->table[t][2]);
}

void
score_text(const struct score *s, struct buf *b)
{
	buf_addf(b, "%-11s %6s %9s %6s %6s %8s %6s %6s %6s %6s %6s\n",
	    "label", "posts", "precision", "recall", "F1", "macro-F1", "AUC",
	    "tp", "fp", "fn", "tn");
	for (int l = 0; l < P_N; l++) {
		const struct confusion *c = &s->c[l];

		if (!s->has[l])
			continue;
		buf_addf(b, "%-11s %6lld %9.3f %6.3f %6.3f %8.3f %6.3f %6lld "
		    "%6lld %6lld %6lld\n", post_p_name[l],
		    (long long)(c->tp + c->fp + c->fn + c->tn),
		    score_precision(c), score_recall(c), score_f1(c),
		    score_macro_f1(c), s->auc[l], (long long)c->tp,
		    (long long)c->fp, (long long)c->fn, (long long)c->tn);
	}
	if (s->sentiment)
		sentiment_text(s, b);
}
