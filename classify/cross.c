/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classify/cross.h"
#include "classify/model.h"
#include "common/diag.h"

const struct cross_options cross_default = {
	.seed = 1,
	.min_posts = 2,
	.max_rejects = 0.05,
};

int
cross_share(int64_t bad, int64_t all, double max_rejects, struct err *e)
{
	if ((double)bad <= max_rejects * (double)all)
		return 0;
	return err_set(e, ERR_REJECTS, "%lld of %lld lines are no labelled "
	    "posts, more than --max-rejects allows", (long long)bad,
	    (long long)all);
}

int
cross_read(struct cross *c, const struct cross_options *o, struct tally *t,
    struct err *e)
{
	struct rejects *r = rejects_new(NULL);
	int rc = 0;

	c->rows.group_column = o->group;
	for (size_t i = 0; rc == 0 && i < o->n_files; i++)
		rc = labelled_read(&c->rows, o->file[i], r, e);
	int64_t bad = rejects_count(r), all = bad +
	    (int64_t)(c->rows.n + c->rows.unlabelled);

	if (rc == 0)
		rc = cross_share(bad, all, o->max_rejects, e);
	if (rc == 0 && c->rows.n == 0)
		rc = err_set(e, ERR_CONFIG, "no labelled post in what was "
		    "given (%zu not labelled yet)", c->rows.unlabelled);
	c->doubles = labelled_sort(&c->rows);
	tally_add(t, "read", all);
	tally_add(t, "bad", bad);
	tally_add(t, "unlabelled", (int64_t)c->rows.unlabelled);
	tally_add(t, "doubles", (int64_t)c->doubles);
	tally_add(t, "kept", (int64_t)c->rows.n);
	rejects_free(r);
	return rc;
}

/* Probabilities as `classify run` would print them, had it used, for each
 * post, the machines that have not seen it. */
static void
print_all(struct cross *c)
{
	const struct dataset *d = c->data;
	double value[P_N];

	for (int l = 0; l < P_N; l++) {
		c->threshold[l] = CALIB_ONE / 2;
		if (!c->fit.has[l])
			continue;
		c->platt[l] = calib_fit(c->fit.decision[l], &d->y[0][l], P_N,
		    d->n);
		c->platt[l].a = model_round(c->platt[l].a);
		c->platt[l].b = model_round(c->platt[l].b);
	}
	c->p = xmalloc(d->n * sizeof(*c->p));
	for (size_t i = 0; i < d->n; i++) {
		for (int l = 0; l < P_N; l++) {
			double v = c->fit.decision[l][i];

			value[l] = isnan(v) ? 0 : v;
		}
		calib_print(c->platt, value, c->p[i]);
	}
}

void
cross_data(struct cross *c, const struct cross_options *o)
{
	c->data = dataset_new(&c->rows, o->min_posts,
	    o->group != NULL ? 0 : o->fit.folds, (uint64_t)o->seed, NULL);
	diag_say(DIAG_DEBUG, "%zu posts, %u features, %zu near copies",
	    c->data->n, c->data->vocab->n, c->data->n - c->data->groups);
}

int
cross_fit(struct cross *c, const struct cross_options *o, struct err *e)
{
	if (fit_run(&c->fit, c->data, &o->fit, e) < 0)
		return -1;
	print_all(c);
	const int (*p)[P_N] = (const int (*)[P_N])c->p;
	const int8_t (*y)[P_N] = (const int8_t (*)[P_N])c->data->y;
	const double *d[P_N];

	for (int l = 0; l < P_N; l++) {
		d[l] = c->fit.decision[l];
		if (o->best_threshold && l < P_NEGATIVE && c->fit.has[l])
			c->threshold[l] = score_threshold(p, (enum post_p)l, y,
			    c->data->n);
	}
	score_make(&c->score, p, c->threshold, d, y, c->data->n);
	score_keep(&c->score, c->fit.has);
	return 0;
}

void
cross_judge(const struct cross *c, const struct vocab_row *x,
    double decision[P_N], int p[P_N])
{
	for (int l = 0; l < P_N; l++)
		decision[l] = c->fit.has[l] ?
		    svm_decision(&c->fit.machine[l], x) : 0;
	calib_print(c->platt, decision, p);
}

void
cross_free(struct cross *c)
{
	labelled_free(&c->rows);
	dataset_free(c->data);
	fit_free(&c->fit);
	free(c->p);
	*c = (struct cross){0};
}
