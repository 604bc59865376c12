/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/eval.h"
#include "classify/judge.h"

/* Every row judged by the model, whatever its language. */
static void
judge_rows(const struct cross *c, const struct model *m, struct score *s)
{
	size_t n = c->rows.n;
	struct judge *j = judge_new(m);
	int (*p)[P_N] = xmalloc(n * sizeof(*p));
	int8_t (*y)[P_N] = xmalloc(n * sizeof(*y));
	double *d[P_N];
	struct verdict v;

	for (int l = 0; l < P_N; l++)
		d[l] = xmalloc(n * sizeof(*d[l]));
	for (size_t i = 0; i < n; i++) {
		const struct labelled_row *row = &c->rows.row[i];

		judge_plain(j, row->text, row->text_len, &v);
		memcpy(p[i], v.p, sizeof(p[i]));
		memcpy(y[i], row->y, sizeof(y[i]));
		for (int l = 0; l < P_N; l++)
			d[l][i] = v.decision[l];
	}
	score_make(s, (const int (*)[P_N])p, m->threshold,
	    (const double *const *)d, (const int8_t (*)[P_N])y, n);
	for (int l = 0; l < P_N; l++)
		free(d[l]);
	free(p);
	free(y);
	judge_free(j);
}

static int
has_any(const struct score *s, struct err *e)
{
	for (int l = 0; l < P_N; l++)
		if (s->has[l])
			return 0;
	return err_set(e, ERR_CONFIG, "no label has both posts with it and "
	    "posts without it: nothing to measure");
}

static void
show(const struct eval_options *o, const struct cross *c,
    const struct score *s, const char *model, struct buf *b)
{
	if (!o->json) {
		if (model != NULL)
			buf_addf(b, "%s on %zu posts:\n", model, c->rows.n);
		else
			buf_addf(b, "%d-fold cross-validation, %zu posts, %u "
			    "features:\n", o->cross.fit.folds, c->rows.n,
			    c->data->vocab->n);
		score_text(s, b);
		return;
	}
	json_t *root = json_pack("{so sI}", "labels", score_json(s), "posts",
	    (json_int_t)c->rows.n);

	if (model != NULL)
		json_object_set_new(root, "model", json_string(model));
	else
		json_object_set_new(root, "folds",
		    json_integer(o->cross.fit.folds));
	char *text = json_dumps(root, JSON_SORT_KEYS | JSON_COMPACT |
	    JSON_REAL_PRECISION(9));

	buf_adds(b, text);
	buf_addc(b, '\n');
	free(text);
	json_decref(root);
}

int
eval_run(const struct eval_options *o, struct tally *t, struct buf *shown,
    struct err *e)
{
	struct cross c = {0};
	struct model *m = NULL;
	struct score s;
	int rc = -1;

	if (o->model != NULL && (m = model_open(o->model, e)) == NULL)
		goto out;
	if (cross_read(&c, &o->cross, t, e) < 0)
		goto out;
	if (m != NULL) {
		judge_rows(&c, m, &s);
	} else {
		cross_data(&c, &o->cross);
		if (cross_fit(&c, &o->cross, e) < 0)
			goto out;
		s = c.score;
	}
	if (has_any(&s, e) < 0)
		goto out;
	show(o, &c, &s, m != NULL ? m->name : NULL, shown);
	rc = 0;
out:
	model_free(m);
	cross_free(&c);
	return rc;
}
