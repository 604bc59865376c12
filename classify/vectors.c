/* SPDX-License-Identifier: MIT
 *
 * Numbers are printed with the digits that bring back the same bits. */
#include <stdlib.h>

#include "classify/forms.h"
#include "classify/judge.h"
#include "classify/vectors.h"
#include "common/diag.h"
#include "common/json.h"

#define EPSILON 0.001		/* libsvm's own */

const struct form form_libsvm = { "libsvm", NULL, NULL };
const struct form form_decisions = { "decisions", NULL, NULL };

static double
number(const json_t *o, const char *key, double or)
{
	const json_t *v = json_object_get(o, key);

	return json_is_number(v) ? json_number_value(v) : or;
}

int
vectors_read_recipe(const char *dir, enum post_p l, struct vectors_recipe *r,
    struct err *e)
{
	struct buf path = {0};

	buf_addf(&path, "%s/manifest.json", dir);
	json_t *root = json_read(path.s, e);
	const json_t *label = json_object_get(json_object_get(root, "labels"),
	    post_p_name[l]);
	const json_t *weights = json_object_get(label, "weights");
	const json_t *solver = json_object_get(root, "solver");

	buf_free(&path);
	if (root == NULL)
		return -1;
	*r = (struct vectors_recipe){
	    .cost = number(label, "cost", fit_default.cost[l]),
	    .bayes = number(label, "bayes", fit_default.bayes[l]),
	    .epsilon = number(solver, "epsilon", EPSILON),
	    .balance = number(label, "balance", fit_default.balance[l]),
	    .weight = { number(weights, "no", 0), number(weights, "yes", 0) },
	    .liblinear = json_is_true(json_object_get(solver,
	    "bias_regularised")) };
	json_decref(root);
	return 0;
}

static void
put_row(struct buf *b, const struct dataset *d, size_t i, enum post_p label,
    const float *scale)
{
	buf_clear(b);
	buf_adds(b, d->y[i][label] == 1 ? "+1" : "-1");
	for (size_t k = 0; k < d->row[i].n; k++) {
		const struct vocab_entry *x = &d->row[i].x[k];

		if (scale != NULL)
			buf_addf(b, " %u:%.17g", x->row + 1,
			    (double)x->x * scale[x->row]);
		else
			buf_addf(b, " %u:%.9g", x->row + 1, (double)x->x);
	}
	buf_addc(b, '\n');
}

static void
say_how(const struct vectors_options *v, const struct dataset *d,
    const struct vectors_recipe *r)
{
	struct fit_options o = { .weight = { r->weight[0], r->weight[1] } };
	double w[2];

	o.balance[v->label] = r->balance;
	fit_weights(d, &o, v->label, w);
	diag_say(DIAG_INFO, "%s: svm-train -t 0 -c %.15g -w1 %.15g "
	    "-w-1 %.15g -e %g", r->liblinear ? "nearest to liblinear's "
	    "machine" : "the same machine", r->cost, w[1], w[0],
	    r->liblinear ? EPSILON : r->epsilon);
}

/* The factors, from v->scale when it is given. */
static int
make_scale(const struct vectors_options *v, const struct dataset *d,
    double bayes, float **scale, struct tally *t, struct err *e)
{
	struct cross c = {0};
	struct cross_options o = v->cross;
	int rc = 0;

	*scale = NULL;
	if (v->n_scale == 0 || bayes <= 0) {
		*scale = fit_scale(d, v->label, bayes);
		return 0;
	}
	o.file = v->scale;
	o.n_files = v->n_scale;
	rc = cross_read(&c, &o, t, e);
	if (rc == 0) {
		struct dataset *from = dataset_new(&c.rows, 1, 2, 1, d->vocab);

		*scale = fit_scale(from, v->label, bayes);
		dataset_free(from);
	}
	cross_free(&c);
	return rc;
}

static int
write_problem(const struct vectors_options *v, const struct dataset *d,
    struct outfile *o, struct tally *t, struct err *e)
{
	struct vectors_recipe r;
	float *scale = NULL;
	struct buf b = {0};

	if (vectors_read_recipe(model_path(v->model), v->label, &r, e) < 0)
		return -1;
	if (make_scale(v, d, v->bayes < 0 ? r.bayes : v->bayes, &scale, t, e)
	    < 0)
		return -1;
	for (size_t i = 0; i < d->n && !outfile_failed(o); i++) {
		if (d->y[i][v->label] < 0)
			continue;
		put_row(&b, d, i, v->label, scale);
		outfile_buf(o, &b);
	}
	say_how(v, d, &r);
	buf_free(&b);
	free(scale);
	return 0;
}

static void
write_decisions(const struct vectors_options *v, const struct model *m,
    const struct labelled *l, struct outfile *o)
{
	struct judge *j = judge_new(m);
	struct verdict verdict;

	for (size_t i = 0; i < l->n && !outfile_failed(o); i++) {
		const struct labelled_row *row = &l->row[i];

		if (row->y[v->label] < 0)
			continue;
		judge_plain(j, row->text, row->text_len, &verdict);
		outfile_printf(o, "%.17g\n", verdict.decision[v->label]);
	}
	judge_free(j);
}

int
vectors_check_classes(const struct labelled *l, enum post_p label,
    struct err *e)
{
	size_t n[2] = { 0, 0 };

	for (size_t i = 0; i < l->n; i++)
		if (l->row[i].y[label] >= 0)
			n[l->row[i].y[label]]++;
	return n[0] > 0 && n[1] > 0 ? 0 : err_set(e, ERR_CONFIG, "%s: needs "
	    "posts with it and posts without it", post_p_name[label]);
}

int
vectors_write(const struct vectors_options *v, struct outfile *o,
    struct tally *t, struct err *e)
{
	struct model *m = model_open(model_path(v->model), e);
	struct cross c = {0};
	struct dataset *d = NULL;
	int rc = -1;

	if (m == NULL || cross_read(&c, &v->cross, t, e) < 0 ||
	    vectors_check_classes(&c.rows, v->label, e) < 0)
		goto out;
	if (v->decisions) {
		write_decisions(v, m, &c.rows, o);
		rc = 0;
		goto out;
	}
	d = dataset_new(&c.rows, 1, 2, 1, m->vocab);
	rc = write_problem(v, d, o, t, e);
out:
	dataset_free(d);
	model_free(m);
	cross_free(&c);
	return rc;
}
