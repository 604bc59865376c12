/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/adopt.h"
#include "classify/judge.h"
#include "classify/model.h"
#include "classify/svmfile.h"
#include "classify/train.h"
#include "classify/vectors.h"
#include "common/json.h"

/* The naive Bayes factors of the export; *scale NULL when there are none. */
static int
make_scale(const struct adopt_options *o, const struct model *m, double bayes,
    float **scale, struct tally *t, struct err *e)
{
	struct cross c = {0};
	struct dataset *d = NULL;
	int rc;

	*scale = NULL;
	if (bayes <= 0)
		return 0;
	if (o->cross.n_files == 0)
		return err_set(e, ERR_CONFIG, "name the labelled files the "
		    "export was made of: their naive Bayes factors are needed "
		    "(or --bayes 0 when it had none)");
	rc = cross_read(&c, &o->cross, t, e);
	if (rc == 0) {
		d = dataset_new(&c.rows, 1, 2, 1, m->vocab);
		*scale = fit_scale(d, o->label, bayes);
	}
	dataset_free(d);
	cross_free(&c);
	return rc;
}

static void
set_label(struct model *m, enum post_p label, const struct svmfile *s)
{
	for (uint32_t f = 0; f < m->vocab->n; f++)
		m->weight[(size_t)f * MODEL_COLUMNS + (size_t)label] =
		    (float)s->w[f];
	m->bias[label] = s->bias;
}

/* Probabilities from posts that the machine has not seen. */
static int
calibrate(const struct adopt_options *o, struct model *m, struct tally *t,
    struct err *e)
{
	struct cross c = {0};
	struct cross_options held = o->cross;

	if (o->n_calibrate == 0)
		return 0;
	held.file = o->calibrate;
	held.n_files = o->n_calibrate;
	if (cross_read(&c, &held, t, e) < 0 ||
	    vectors_check_classes(&c.rows, o->label, e) < 0) {
		cross_free(&c);
		return -1;
	}
	struct judge *j = judge_new(m);
	struct verdict v;
	double *d = xmalloc(c.rows.n * sizeof(*d));
	int8_t *y = xmalloc(c.rows.n);

	for (size_t i = 0; i < c.rows.n; i++) {
		judge_plain(j, c.rows.row[i].text, c.rows.row[i].text_len, &v);
		d[i] = v.decision[o->label];
		y[i] = c.rows.row[i].y[o->label];
	}
	struct calib_platt p = calib_fit(d, y, 1, c.rows.n);

	m->platt[o->label].a = model_round(p.a);
	m->platt[o->label].b = model_round(p.b);
	free(d);
	free(y);
	judge_free(j);
	cross_free(&c);
	return 0;
}

/* The base's manifest with what is new. */
static json_t *
manifest(const struct adopt_options *o, const struct svmfile *s,
    const char *base, double bayes, struct err *e)
{
	const char *label = post_p_name[o->label];
	const char *slash = strrchr(o->svm, '/');
	const char *file = slash != NULL ? slash + 1 : o->svm;
	char hex[SHA256_HEX + 1];
	struct buf path = {0};
	json_t *root;

	buf_addf(&path, "%s/manifest.json", model_path(o->base));
	root = sha256_file(o->svm, hex, NULL, e) < 0 ? NULL :
	    json_read(path.s, e);
	buf_free(&path);
	if (root == NULL)
		return NULL;
	json_object_set_new(json_object_get(root, "labels"), label,
	    json_pack("{sf sI s{ss ss ss ss}}", "bayes", bayes,
	    "support_vectors", (json_int_t)s->support, "from_libsvm",
	    "file", file, "sha256", hex, "base", base, "calibration",
	    o->n_calibrate > 0 ? "held-out posts" : "the base's"));
	json_object_del(json_object_get(root, "out_of_fold"), label);
	if (o->label >= P_NEGATIVE)
		json_object_del(json_object_get(root, "out_of_fold"),
		    "sentiment");
	return root;
}

int
adopt_run(const struct adopt_options *o, struct tally *t, struct buf *shown,
    struct err *e)
{
	struct model *m = model_open(model_path(o->base), e);
	struct svmfile s = {0};
	float *scale = NULL;
	json_t *root = NULL;
	struct vectors_recipe recipe;
	char *base = NULL;
	int rc = -1;

	if (m == NULL || vectors_read_recipe(model_path(o->base), o->label,
	    &recipe, e) < 0)
		goto out;
	if (o->bayes >= 0)
		recipe.bayes = o->bayes;
	if (make_scale(o, m, recipe.bayes, &scale, t, e) < 0 ||
	    svmfile_read(&s, o->svm, m->vocab->n, scale, e) < 0)
		goto out;
	base = xstrdup(m->name);
	set_label(m, o->label, &s);
	if (calibrate(o, m, t, e) < 0)
		goto out;
	root = manifest(o, &s, base, recipe.bayes, e);
	if (root == NULL || train_save(m, o->out, o->name, root, e) < 0)
		goto out;
	buf_addf(shown, "%s of %s: %lld support vectors, probabilities %s\n"
	    "\n%s in %s\n", post_p_name[o->label], base,
	    (long long)s.support, o->n_calibrate > 0 ?
	    "from held-out posts" : "as before", m->name, o->out);
	rc = 0;
out:
	json_decref(root);
	free(base);
	free(scale);
	svmfile_free(&s);
	model_free(m);
	return rc;
}
