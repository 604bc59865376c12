/* SPDX-License-Identifier: MIT
 *
 * A job is a label and a fold (or none). */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "classify/crew.h"
#include "classify/fit.h"
#include "classify/linear.h"

const struct fit_options fit_default = {
	/* Found by cross-validation: models/README.md. */
	.cost = { 0.1, 0.2, 0.1, 0.1, 0.1 },
	.bayes = { 1, 1, 1, 1, 1 },
	.balance = { 1, 1, 0.5, 0.5, 0.5 },
	.folds = 10,
	.jobs = 1,
	.memory = (size_t)4 << 30,
	.whole = true,
	.every = true,
};

#define SMOOTH 1.0		/* posts added to each side of a log ratio */

struct shared {
	struct fit *fit;
	const struct dataset *d;
	const struct fit_options *o;
	pthread_mutex_t lock;	/* of fit->folding_error */
	size_t n;
	struct { enum post_p label; int fold; } *job;	/* fold -1: all */
};

/* The posts a machine learns from. */
struct part {
	struct vocab_row *row;
	int8_t *y;
	size_t n, yes;
};

static struct part
make_part(const struct dataset *d, enum post_p label, int fold)
{
	struct part p = { xmalloc(d->n * sizeof(*p.row)), xmalloc(d->n), 0,
	    0 };

	for (size_t i = 0; i < d->n; i++) {
		if (d->y[i][label] < 0 || d->fold[i] == fold)
			continue;
		p.row[p.n] = d->row[i];
		p.y[p.n] = d->y[i][label];
		p.yes += p.y[p.n] == 1;
		p.n++;
	}
	return p;
}

/* 1 + strength * |log ratio| of how often a feature stands in posts with and
 * without the label: features that tell little keep their weight, those that
 * tell much are cheap to use (Wang and Manning 2012, on presence; there 1 is
 * 0 and the mixing comes after). */
static float *
bayes_scale(const struct part *p, uint32_t features, double strength)
{
	double *yes = xcalloc(features, sizeof(*yes));
	double *no = xcalloc(features, sizeof(*no));
	float *scale = xmalloc(features * sizeof(*scale));
	double posts_yes = (double)p->yes + 2 * SMOOTH;
	double posts_no = (double)(p->n - p->yes) + 2 * SMOOTH;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->row[i].n; k++)
			(p->y[i] == 1 ? yes : no)[p->row[i].x[k].row]++;
	for (uint32_t f = 0; f < features; f++)
		scale[f] = (float)(1 + strength *
		    fabs(log((yes[f] + SMOOTH) / posts_yes) -
		    log((no[f] + SMOOTH) / posts_no)));
	free(yes);
	free(no);
	return scale;
}

/* o->weight, or by o->balance what it leaves open. */
static void
class_weights(const struct part *p, const struct fit_options *o,
    enum post_p label, double w[2])
{
	double n[2] = { (double)(p->n - p->yes), (double)p->yes };

	for (int y = 0; y < 2; y++)
		w[y] = o->weight[y] > 0 ? o->weight[y] :
		    pow((double)p->n / (2 * n[y]), o->balance[label]);
}

float *
fit_scale(const struct dataset *d, enum post_p label, double strength)
{
	struct part p = make_part(d, label, -1);
	float *scale = strength > 0 ? bayes_scale(&p, d->vocab->n, strength) :
	    NULL;

	free(p.row);
	free(p.y);
	return scale;
}

void
fit_weights(const struct dataset *d, const struct fit_options *o,
    enum post_p label, double w[2])
{
	struct part p = make_part(d, label, -1);

	class_weights(&p, o, label, w);
	free(p.row);
	free(p.y);
}

int
fit_part(const struct dataset *d, const struct fit_options *o,
    enum post_p label, int fold, const double *cost, size_t n,
    struct svm_machine *m, struct err *e)
{
	struct part p = make_part(d, label, fold);
	float *scale = o->bayes[label] > 0 ? bayes_scale(&p, d->vocab->n,
	    o->bayes[label]) : NULL;
	double w[2];

	class_weights(&p, o, label, w);
	struct svm_task t = { .row = p.row, .y = p.y, .l = p.n,
	    .features = d->vocab->n, .scale = scale,
	    .weight_yes = w[1], .weight_no = w[0],
	    .epsilon = o->epsilon, .cache_mb = o->cache_mb,
	    .no_shrinking = o->no_shrinking,
	    .memory = o->memory / (size_t)o->jobs };
	int rc = o->solver == FIT_LIBLINEAR ?
	    linear_fit_costs(&t, cost, n, m, e) :
	    svm_fit_costs(&t, cost, n, m, e);

	free(scale);
	free(p.row);
	free(p.y);
	return rc;
}

static int
run_job(void *ctx, size_t i, struct err *e)
{
	struct shared *s = ctx;
	const struct dataset *d = s->d;
	enum post_p label = s->job[i].label;
	int fold = s->job[i].fold;
	struct svm_machine m = {0};
	int rc = fit_part(d, s->o, label, fold, &s->o->cost[label], 1, &m, e);

	for (size_t k = 0; rc == 0 && fold >= 0 && k < d->n; k++)
		if (d->fold[k] == fold && d->y[k][label] >= 0)
			s->fit->decision[label][k] = svm_decision(&m,
			    &d->row[k]);
	pthread_mutex_lock(&s->lock);
	if (m.folding_error > s->fit->folding_error)
		s->fit->folding_error = m.folding_error;
	pthread_mutex_unlock(&s->lock);
	if (fold < 0)
		s->fit->machine[label] = m;
	else
		free(m.w);
	return rc;
}

static void
list_jobs(struct shared *s)
{
	s->job = xmalloc(P_N * ((size_t)s->d->folds + 1) * sizeof(*s->job));
	for (int label = 0; label < P_N; label++) {
		if (!s->fit->has[label])
			continue;
		for (int fold = s->o->whole ? -1 : 0; fold < s->d->folds;
		    fold++) {
			s->job[s->n].label = (enum post_p)label;
			s->job[s->n++].fold = fold;
		}
	}
}

bool
fit_has_classes(const struct dataset *d, enum post_p label)
{
	int first[2] = { -1, -1 };
	bool more[2] = { false, false };

	for (size_t i = 0; i < d->n; i++) {
		int8_t y = d->y[i][label];

		if (y < 0)
			continue;
		if (first[y] < 0)
			first[y] = d->fold[i];
		more[y] = more[y] || d->fold[i] != first[y];
	}
	return more[0] && more[1];
}

int
fit_check(const struct dataset *d, struct err *e)
{
	for (int label = 0; label < P_N; label++)
		if (!fit_has_classes(d, (enum post_p)label))
			return err_set(e, ERR_CONFIG, "%s: a model needs posts "
			    "with it and posts without it, in two folds and "
			    "more", post_p_name[label]);
	return 0;
}

static void
prepare(struct fit *f, const struct dataset *d)
{
	for (int label = 0; label < P_N; label++) {
		f->decision[label] = xmalloc(d->n * sizeof(double));
		for (size_t i = 0; i < d->n; i++)
			f->decision[label][i] = NAN;
		f->has[label] = fit_has_classes(d, (enum post_p)label);
	}
}

/* The largest task is a label's on all posts. */
struct fit_options
fit_settle(const struct fit_options *o, const struct dataset *d)
{
	struct fit_options s = *o;
	struct svm_task t = { .row = d->row, .l = d->n };
	size_t matrix = svm_matrix_bytes(d->n);

	if (s.solver == FIT_AUTO)
		s.solver = matrix <= s.memory ? FIT_LIBSVM : FIT_LIBLINEAR;
	if (s.epsilon == 0)
		s.epsilon = s.solver == FIT_LIBLINEAR ? 0.1 : 0.001;
	size_t each = s.solver == FIT_LIBLINEAR ? linear_bytes(&t) : matrix;

	if (each <= s.memory && s.memory / each < (size_t)s.jobs)
		s.jobs = (int)(s.memory / each);
	if (each > s.memory && s.solver == FIT_LIBLINEAR)
		s.jobs = 1;
	/* Else a fold might have a matrix and another none, by jobs. */
	if (each > s.memory && s.solver == FIT_LIBSVM)
		s.memory = 0;
	return s;
}

int
fit_run(struct fit *f, const struct dataset *d, const struct fit_options *o,
    struct err *e)
{
	struct fit_options settled = fit_settle(o, d);
	struct shared s = { .fit = f, .d = d, .o = &settled };

	f->solver = settled.solver;
	f->epsilon = settled.epsilon;
	prepare(f, d);
	if (o->every && fit_check(d, e) < 0)
		return -1;
	list_jobs(&s);
	pthread_mutex_init(&s.lock, NULL);
	struct crew_work w = { .what = "training steps", .n = s.n,
	    .jobs = settled.jobs, .job = run_job, .ctx = &s };
	int rc = crew_run(&w, e);

	pthread_mutex_destroy(&s.lock);
	free(s.job);
	return rc;
}

void
fit_free(struct fit *f)
{
	for (int label = 0; label < P_N; label++) {
		free(f->decision[label]);
		free(f->machine[label].w);
	}
	*f = (struct fit){0};
}
