/* SPDX-License-Identifier: MIT
 *
 * A job is a label and a fold (or none). Threads take the next job by number;
 * each writes only what belongs to its job, so their order does not matter. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "classify/fit.h"
#include "common/progress.h"

const struct fit_options fit_default = {
	/* Found by cross-validation: models/README.md. */
	.cost = { 0.2, 0.2, 0.1, 0.1, 0.1 },
	.bayes = { 1, 1, 1, 1, 1 },
	.balance = { 1, 1, 0.5, 0.5, 0.5 },
	.epsilon = 0.001,
	.folds = 10,
	.jobs = 1,
	.memory = (size_t)4 << 30,
	.whole = true,
};

#define SMOOTH 1.0		/* posts added to each side of a log ratio */

struct shared {
	struct fit *fit;
	const struct dataset *d;
	const struct fit_options *o;
	pthread_mutex_t lock;
	size_t next, n, done;
	struct { enum post_p label; int fold; } *job;	/* fold -1: all */
	struct progress progress;
	struct err err;		/* of the first job that failed, by number */
	size_t failed;
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

static void
class_weights(const struct part *p, double balance, double w[2])
{
	double n = (double)p->n, yes = (double)p->yes;

	w[0] = pow(n / (2 * yes), balance);
	w[1] = pow(n / (2 * (n - yes)), balance);
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
fit_weights(const struct dataset *d, enum post_p label, double balance,
    double w[2])
{
	struct part p = make_part(d, label, -1);

	class_weights(&p, balance, w);
	free(p.row);
	free(p.y);
}

static int
run_job(struct shared *s, enum post_p label, int fold, struct err *e)
{
	const struct dataset *d = s->d;
	const struct fit_options *o = s->o;
	struct part p = make_part(d, label, fold);
	struct svm_machine m = {0};
	float *scale = o->bayes[label] > 0 ? bayes_scale(&p, d->vocab->n,
	    o->bayes[label]) : NULL;
	double w[2];

	class_weights(&p, o->balance[label], w);
	struct svm_task t = { .row = p.row, .y = p.y, .l = p.n,
	    .features = d->vocab->n, .scale = scale, .cost = o->cost[label],
	    .weight_yes = w[0], .weight_no = w[1],
	    .epsilon = o->epsilon, .memory = o->memory / (size_t)o->jobs };
	int rc = svm_fit(&t, &m, e);

	for (size_t i = 0; rc == 0 && fold >= 0 && i < d->n; i++)
		if (d->fold[i] == fold && d->y[i][label] >= 0)
			s->fit->decision[label][i] = svm_decision(&m,
			    &d->row[i]);
	pthread_mutex_lock(&s->lock);
	if (m.folding_error > s->fit->folding_error)
		s->fit->folding_error = m.folding_error;
	if (fold < 0) {
		s->fit->machine[label] = m;
		m.w = NULL;
	}
	pthread_mutex_unlock(&s->lock);
	free(m.w);
	free(scale);
	free(p.row);
	free(p.y);
	return rc;
}

static void *
work(void *arg)
{
	struct shared *s = arg;

	pthread_mutex_lock(&s->lock);
	while (s->next < s->n && s->failed == s->n) {
		size_t i = s->next++;
		struct err e = {0};

		pthread_mutex_unlock(&s->lock);
		int rc = run_job(s, s->job[i].label, s->job[i].fold, &e);

		pthread_mutex_lock(&s->lock);
		if (rc < 0 && i < s->failed) {
			s->failed = i;
			s->err = e;
		}
		progress_at(&s->progress, (int64_t)++s->done << 10);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void
list_jobs(struct shared *s)
{
	s->job = xmalloc(P_N * ((size_t)s->o->folds + 1) * sizeof(*s->job));
	for (int label = 0; label < P_N; label++) {
		if (!s->fit->has[label])
			continue;
		for (int fold = s->o->whole ? -1 : 0; fold < s->o->folds;
		    fold++) {
			s->job[s->n].label = (enum post_p)label;
			s->job[s->n++].fold = fold;
		}
	}
	s->failed = s->n;
}

/* Both classes must stand in two folds and more: then every part has both. */
static bool
has_classes(const struct dataset *d, int label)
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

static int
prepare(struct fit *f, const struct dataset *d, bool all, struct err *e)
{
	for (int label = 0; label < P_N; label++) {
		f->decision[label] = xmalloc(d->n * sizeof(double));
		for (size_t i = 0; i < d->n; i++)
			f->decision[label][i] = NAN;
		f->has[label] = has_classes(d, label);
	}
	for (int label = 0; all && label < P_N; label++)
		if (!f->has[label])
			return err_set(e, ERR_CONFIG, "%s: a model needs posts "
			    "with it and posts without it, in two folds and "
			    "more", post_p_name[label]);
	return 0;
}

int
fit_run(struct fit *f, const struct dataset *d, const struct fit_options *o,
    struct err *e)
{
	struct shared s = { .fit = f, .d = d, .o = o };
	pthread_t thread[256];
	int n = 0;

	if (prepare(f, d, o->whole, e) < 0)
		return -1;
	list_jobs(&s);
	pthread_mutex_init(&s.lock, NULL);
	progress_start(&s.progress, "training steps", (int64_t)s.n << 10);
	while (n < o->jobs - 1 && n < 256 &&
	    pthread_create(&thread[n], NULL, work, &s) == 0)
		n++;
	work(&s);
	while (n > 0)
		pthread_join(thread[--n], NULL);
	progress_end(&s.progress);
	pthread_mutex_destroy(&s.lock);
	free(s.job);
	if (s.failed < s.n) {
		*e = s.err;
		return -1;
	}
	return 0;
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
