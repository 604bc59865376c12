/* SPDX-License-Identifier: MIT
 *
 * Three ways to judge rows (a model, machines trained for this, folds) that
 * end in one outcome, which is scored, written and shown. */
#include <stdlib.h>
#include <string.h>

#include "classify/eval.h"
#include "classify/judge.h"
#include "classify/predictions.h"
#include "common/json.h"

struct outcome {
	const struct labelled *rows;
	const int *threshold;
	int (*p)[P_N];
	double *d[P_N];
	bool has[P_N];
	struct score score;
};

static void
outcome_new(struct outcome *o, const struct labelled *rows,
    const int threshold[P_N])
{
	o->rows = rows;
	o->threshold = threshold;
	o->p = xmalloc(rows->n * sizeof(*o->p));
	for (int l = 0; l < P_N; l++)
		o->d[l] = xmalloc(rows->n * sizeof(*o->d[l]));
}

static void
outcome_free(struct outcome *o)
{
	for (int l = 0; l < P_N; l++)
		free(o->d[l]);
	free(o->p);
}

static void
outcome_score(struct outcome *o)
{
	size_t n = o->rows->n;
	int8_t (*y)[P_N] = xmalloc(n * sizeof(*y));

	for (size_t i = 0; i < n; i++)
		memcpy(y[i], o->rows->row[i].y, sizeof(y[i]));
	score_make(&o->score, (const int (*)[P_N])o->p, o->threshold,
	    (const double *const *)o->d, (const int8_t (*)[P_N])y, n);
	score_keep(&o->score, o->has);
	free(y);
}

/* Every row judged by the model, whatever its language. */
static void
judge_model(struct outcome *o, const struct model *m)
{
	struct judge *j = judge_new(m);
	struct verdict v;

	for (size_t i = 0; i < o->rows->n; i++) {
		const struct labelled_row *row = &o->rows->row[i];

		judge_plain(j, row->text, row->text_len, &v);
		memcpy(o->p[i], v.p, sizeof(o->p[i]));
		for (int l = 0; l < P_N; l++)
			o->d[l][i] = v.decision[l];
	}
	for (int l = 0; l < P_N; l++)
		o->has[l] = true;
	judge_free(j);
}

/* Every row judged by the machines trained on c's: of these rows nothing was
 * known, neither label nor text. */
static void
judge_test(struct outcome *o, const struct cross *c)
{
	struct dataset *d = dataset_new(o->rows, 1, 1, 0, c->data->vocab);
	double value[P_N];

	for (size_t i = 0; i < d->n; i++) {
		cross_judge(c, &d->row[i], value, o->p[i]);
		for (int l = 0; l < P_N; l++)
			o->d[l][i] = value[l];
	}
	memcpy(o->has, c->fit.has, sizeof(o->has));
	dataset_free(d);
}

static void
take_folds(struct outcome *o, const struct cross *c)
{
	size_t n = c->data->n;

	if (n > 0)
		memcpy(o->p, c->p, n * sizeof(*o->p));
	for (int l = 0; n > 0 && l < P_N; l++)
		memcpy(o->d[l], c->fit.decision[l], n * sizeof(*o->d[l]));
	memcpy(o->has, c->fit.has, sizeof(o->has));
}

static int
has_any(const struct score *s, struct err *e)
{
	for (int l = 0; l < P_N; l++)
		if (s->has[l])
			return 0;
	return err_set(e, ERR_CONFIG, "no label has both posts with it and "
	    "posts without it, in two parts and more: nothing to measure");
}

static int
write_predictions(const struct outcome *r, const int *fold, const char *path,
    struct err *e)
{
	const struct predictions p = { .rows = r->rows, .fold = fold,
	    .p = (const int (*)[P_N])r->p,
	    .decision = (const double *const *)r->d,
	    .threshold = r->threshold, .has = r->has };

	return predictions_write(&p, path, e);
}

/* ---- shown ---- */

static void
heading(const struct eval_options *o, const struct cross *c,
    const struct model *m, size_t n, struct buf *b)
{
	if (m != NULL)
		buf_addf(b, "%s on %zu posts:\n", m->name, n);
	else if (o->test != NULL)
		buf_addf(b, "Trained on %zu posts, %u features; on %zu others:"
		    "\n", c->data->n, c->data->vocab->n, n);
	else if (o->cross.group != NULL)
		buf_addf(b, "One of %d groups left out in turn, %zu posts, %u "
		    "features:\n", c->data->folds, n, c->data->vocab->n);
	else
		buf_addf(b, "%d-fold cross-validation, %zu posts, %u "
		    "features:\n", c->data->folds, n, c->data->vocab->n);
}

static json_t *
describe(const struct eval_options *o, const struct cross *c,
    const struct model *m, const struct outcome *r)
{
	json_t *root = json_pack("{so sI}", "labels", score_json(&r->score),
	    "posts", (json_int_t)r->rows->n);

	if (m != NULL)
		json_object_set_new(root, "model", json_string(m->name));
	else if (o->test != NULL)
		json_object_set_new(root, "trained_on",
		    json_integer((json_int_t)c->data->n));
	else
		json_object_set_new(root, "folds",
		    json_integer(c->data->folds));
	if (o->cross.group != NULL)
		json_object_set_new(root, "group",
		    json_string(o->cross.group));
	return root;
}

static void
show(const struct eval_options *o, const struct cross *c,
    const struct model *m, const struct outcome *r, struct buf *b)
{
	if (!o->json) {
		heading(o, c, m, r->rows->n, b);
		score_text(&r->score, b);
		return;
	}
	json_t *root = describe(o, c, m, r);
	json_line(b, root);
	json_decref(root);
}

/* The file of --test into test->rows. */
static int
read_test(struct cross *test, const struct eval_options *o, struct err *e)
{
	struct cross_options one = o->cross;
	struct tally ignored = {0};

	one.file = &o->test;
	one.n_files = 1;
	return cross_read(test, &one, &ignored, e);
}

int
eval_run(const struct eval_options *o, struct tally *t, struct buf *shown,
    struct err *e)
{
	struct cross c = {0}, test = {0};
	struct outcome r = {0};
	struct model *m = NULL;
	int rc = -1;

	if (o->model != NULL && (m = model_open(o->model, e)) == NULL)
		goto out;
	if (o->test != NULL && read_test(&test, o, e) < 0)
		goto out;
	if (cross_read(&c, &o->cross, t, e) < 0)
		goto out;
	if (m == NULL) {
		cross_data(&c, &o->cross);
		if (cross_fit(&c, &o->cross, e) < 0)
			goto out;
	}
	outcome_new(&r, o->test != NULL ? &test.rows : &c.rows,
	    m != NULL ? m->threshold : c.threshold);
	if (m != NULL)
		judge_model(&r, m);
	else if (o->test != NULL)
		judge_test(&r, &c);
	else
		take_folds(&r, &c);
	outcome_score(&r);
	if (has_any(&r.score, e) < 0)
		goto out;
	if (o->predictions != NULL && write_predictions(&r, m == NULL &&
	    o->test == NULL ? c.data->fold : NULL, o->predictions, e) < 0)
		goto out;
	show(o, &c, m, &r, shown);
	rc = 0;
out:
	outcome_free(&r);
	model_free(m);
	cross_free(&test);
	cross_free(&c);
	return rc;
}
