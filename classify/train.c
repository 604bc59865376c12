/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "classify/linear.h"
#include "classify/model.h"
#include "classify/search.h"
#include "classify/train.h"
#include "common/diag.h"

static int
set_languages(struct model *m, const char *list, struct err *e)
{
	struct buf b = {0};

	for (const char *s = list; *s != '\0';) {
		size_t n = strcspn(s, ",");

		if (n < 2 || n > 3 || m->n_languages == MODEL_LANGUAGES)
			return err_set(e, ERR_CONFIG, "--language: codes as "
			    "\"en\" or \"en,de\", not \"%s\"", list);
		buf_clear(&b);
		buf_add(&b, s, n);
		m->language[m->n_languages++] = xstrdup(b.s);
		s += n + (s[n] == ',');
	}
	buf_free(&b);
	m->expect = xstrdup(list);
	return m->n_languages > 0 ? 0 : err_set(e, ERR_CONFIG,
	    "--language: none is given");
}

static struct model *
make_model(const struct cross *c, const char *languages, struct err *e)
{
	struct model *m = xcalloc(1, sizeof(*m));
	const struct vocab *v = c->data->vocab;

	if (set_languages(m, languages, e) < 0) {
		model_free(m);
		return NULL;
	}
	m->vocab = vocab_new(v->feature, v->idf, v->n);
	m->weight = xcalloc((size_t)v->n * MODEL_COLUMNS, sizeof(*m->weight));
	for (int l = 0; l < P_N; l++) {
		m->bias[l] = c->fit.machine[l].bias;
		m->platt[l] = c->platt[l];
		m->threshold[l] = c->threshold[l];
		for (uint32_t f = 0; f < v->n; f++)
			m->weight[(size_t)f * MODEL_COLUMNS + (size_t)l] =
			    (float)c->fit.machine[l].w[f];
	}
	return m;
}

/* ---- what the manifest tells ---- */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int
by_file(const void *a, const void *b)
{
	const struct labelled_file *const *x = a, *const *y = b;
	int c = strcmp(base_name((*x)->path), base_name((*y)->path));

	return c != 0 ? c : strcmp((*x)->sha256, (*y)->sha256);
}

static json_t *
files_json(const struct labelled *l)
{
	const struct labelled_file **f = xmalloc(l->n_files * sizeof(*f));
	json_t *list = json_array();

	for (size_t i = 0; i < l->n_files; i++)
		f[i] = &l->file[i];
	if (l->n_files > 1)
		qsort(f, l->n_files, sizeof(*f), by_file);
	for (size_t i = 0; i < l->n_files; i++)
		json_array_append_new(list, json_pack("{ss ss sI}", "file",
		    base_name(f[i]->path), "sha256", f[i]->sha256, "rows",
		    (json_int_t)f[i]->rows));
	free(f);
	return list;
}

static json_t *
labels_json(const struct cross *c, const struct fit_options *o)
{
	json_t *labels = json_object();

	for (int l = 0; l < P_N; l++) {
		json_t *label = json_pack("{sf sf}", "cost", o->cost[l],
		    "bayes", o->bayes[l]);

		if (o->weight[0] > 0)
			json_object_set_new(label, "weights", json_pack(
			    "{sf sf}", "yes", o->weight[1], "no",
			    o->weight[0]));
		else
			json_object_set_new(label, "balance",
			    json_real(o->balance[l]));
		if (c->fit.machine[l].support >= 0)
			json_object_set_new(label, "support_vectors",
			    json_integer(c->fit.machine[l].support));
		json_object_set_new(labels, post_p_name[l], label);
	}
	return labels;
}

/* liblinear's bias is the weight of one more feature: it is regularised. */
static json_t *
solver_json(const struct cross *c, const struct fit_options *fit)
{
	if (c->fit.solver == FIT_LIBLINEAR)
		return json_pack("{ss ss sf sb}", "library", linear_library(),
		    "machine", "L2-regularised L1-loss SVC, dual", "epsilon",
		    c->fit.epsilon, "bias_regularised", 1);
	json_t *o = json_pack("{ss ss sf}", "library", svm_library(),
	    "machine", "C-SVC, linear, folded", "epsilon", c->fit.epsilon);

	if (fit->no_shrinking)
		json_object_set_new(o, "shrinking", json_false());
	return o;
}

static json_t *
manifest(const struct cross *c, const struct cross_options *o,
    const struct search *s)
{
	json_t *training = json_pack("{so sI sI sI sI si si ss}", "files",
	    files_json(&c->rows), "posts", (json_int_t)c->data->n, "doubles",
	    (json_int_t)c->doubles, "near_copies",
	    (json_int_t)(c->data->n - c->data->groups), "seed",
	    (json_int_t)o->seed, "folds", o->fit.folds, "min_posts",
	    o->min_posts, "threshold", o->best_threshold ?
	    "best macro-F1 out of fold" : "one half");

	return json_pack("{so so so so so*}", "labels",
	    labels_json(c, &o->fit), "training", training, "out_of_fold",
	    score_json(&c->score), "solver", solver_json(c, &o->fit),
	    "search", s != NULL ? search_json(s) : NULL);
}

/* ---- together ---- */

int
train_save(struct model *m, const char *dir, const char *name,
    json_t *root, struct err *e)
{
	sigset_t stop, before;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, &before);
	int rc = model_save(m, dir, name, root, e);

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

/* Beside the folder, not in it: a folder is a model. */
static char *
state_path(const char *out)
{
	struct buf b = {0};
	size_t n = strlen(out);

	while (n > 1 && out[n - 1] == '/')
		n--;
	buf_add(&b, out, n);
	buf_adds(&b, ".search");
	return b.s;
}

static int
search(struct search *s, const struct cross *c, struct cross_options *o,
    const struct search_options *so, struct err *e)
{
	if (fit_check(c->data, e) < 0 ||
	    search_run(s, c->data, &o->fit, so, e) < 0)
		return -1;
	for (int l = 0; l < P_N; l++)
		o->fit.cost[l] = s->label[l].cost;
	return 0;
}

int
train_run(const struct train_options *o, struct tally *t, struct buf *shown,
    struct err *e)
{
	struct cross c = {0};
	struct cross_options co = o->cross;
	struct search s = {0};
	char *state = state_path(o->out);
	struct search_options so = { state, o->budget_s };
	struct model *m = NULL;
	json_t *root = NULL;
	int rc = -1;

	if (cross_read(&c, &co, t, e) < 0)
		goto out;
	cross_data(&c, &co);
	if ((o->search && search(&s, &c, &co, &so, e) < 0) ||
	    cross_fit(&c, &co, e) < 0)
		goto out;
	m = make_model(&c, o->languages, e);
	if (m == NULL)
		goto out;
	root = manifest(&c, &co, o->search ? &s : NULL);
	if (train_save(m, o->out, o->name, root, e) < 0)
		goto out;
	if (o->search && s.stopped == NULL)
		unlink(state);
	buf_addf(shown, "Out of %d folds, %zu posts, %u features:\n",
	    co.fit.folds, c.data->n, m->vocab->n);
	score_text(&c.score, shown);
	buf_addf(shown, "\n%s in %s\n", m->name, o->out);
	rc = 0;
out:
	free(state);
	json_decref(root);
	model_free(m);
	cross_free(&c);
	return rc;
}
