/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libsvm/svm.h>

#include "classify/svm.h"
#include "common/mem.h"

#define CACHE_MB 400		/* of kernel rows libsvm keeps */
#define CHECKED 32		/* posts whose folding is checked */

#define STR(x) STR_(x)
#define STR_(x) #x

/* What libsvm reads while training and predicting: its model points into it. */
struct work {
	struct svm_node *node;		/* all vectors, one after the other */
	struct svm_node **x;
	double *y;
	size_t *rest;			/* column index under construction */
	struct { uint32_t row; double x; } *column;
};

const char *
svm_library(void)
{
	return "libsvm " STR(LIBSVM_VERSION);
}

static void
quiet(const char *s)
{
	(void)s;
}

size_t
svm_matrix_bytes(size_t l)
{
	return (l + 2) * l * sizeof(struct svm_node);
}

/* ---- the matrix of inner products ---- */

/* Posts by feature: after this, column[rest[f-1]..rest[f]) holds feature f
 * of every post, posts ascending (rest[-1] is 0). */
static void
index_columns(struct work *w, const struct svm_task *t)
{
	size_t total = 0, sum = 0;

	w->rest = xcalloc((size_t)t->features + 1, sizeof(*w->rest));
	for (size_t i = 0; i < t->l; i++) {
		total += t->row[i].n;
		for (size_t k = 0; k < t->row[i].n; k++)
			w->rest[t->row[i].x[k].row]++;
	}
	for (uint32_t f = 0; f < t->features; f++) {
		size_t n = w->rest[f];

		w->rest[f] = sum;
		sum += n;
	}
	w->column = xmalloc(total * sizeof(*w->column));
	for (size_t i = 0; i < t->l; i++)
		for (size_t k = 0; k < t->row[i].n; k++) {
			const struct vocab_entry *x = &t->row[i].x[k];
			size_t at = w->rest[x->row]++;

			w->column[at].row = (uint32_t)i;
			w->column[at].x = svm_scaled(t, x);
		}
}

/* Inner products of post i with the posts up to it. */
static void
products(const struct work *w, const struct svm_task *t, size_t i, double *sum)
{
	memset(sum, 0, (i + 1) * sizeof(*sum));
	for (size_t k = 0; k < t->row[i].n; k++) {
		const struct vocab_entry *x = &t->row[i].x[k];
		double v = svm_scaled(t, x);
		size_t at = x->row > 0 ? w->rest[x->row - 1] : 0;

		for (; w->column[at].row < i; at++)
			sum[w->column[at].row] += v * w->column[at].x;
		sum[i] += v * v;
	}
}

static void
make_matrix(struct work *w, const struct svm_task *t)
{
	size_t stride = t->l + 2;
	double *sum = xmalloc(t->l * sizeof(*sum));

	index_columns(w, t);
	w->node = xmalloc(t->l * stride * sizeof(*w->node));
	for (size_t i = 0; i < t->l; i++) {
		struct svm_node *me = w->x[i] = w->node + i * stride;

		me[0] = (struct svm_node){ 0, (double)(i + 1) };
		products(w, t, i, sum);
		for (size_t j = 0; j <= i; j++) {
			me[j + 1] = (struct svm_node){ (int)j + 1, sum[j] };
			w->node[j * stride + i + 1] = (struct svm_node){
			    (int)i + 1, sum[j] };
		}
		me[t->l + 1] = (struct svm_node){ -1, 0 };
	}
	free(sum);
}

static void
make_sparse(struct work *w, const struct svm_task *t)
{
	size_t total = 0;

	for (size_t i = 0; i < t->l; i++)
		total += t->row[i].n + 1;
	w->node = xmalloc(total * sizeof(*w->node));
	total = 0;
	for (size_t i = 0; i < t->l; i++) {
		w->x[i] = w->node + total;
		for (size_t k = 0; k < t->row[i].n; k++) {
			const struct vocab_entry *x = &t->row[i].x[k];

			w->node[total++] = (struct svm_node){ (int)x->row + 1,
			    svm_scaled(t, x) };
		}
		w->node[total++] = (struct svm_node){ -1, 0 };
	}
}

/* ---- folding ---- */

/* libsvm's first class is that of the first post: sign makes it "yes". */
static void
fold(struct svm_machine *m, const struct svm_model *model,
    const struct svm_task *t)
{
	double sign = model->label[0] == 1 ? 1 : -1;

	m->w = xcalloc(t->features, sizeof(*m->w));
	m->support = model->l;
	m->bias = -sign * model->rho[0];
	for (int s = 0; s < model->l; s++) {
		const struct vocab_row *x = &t->row[model->sv_indices[s] - 1];
		double a = sign * model->sv_coef[0][s];

		for (size_t k = 0; k < x->n; k++)
			m->w[x->x[k].row] += a * svm_scaled(t, &x->x[k]);
	}
	for (uint32_t f = 0; t->scale != NULL && f < t->features; f++)
		m->w[f] *= t->scale[f];
}

struct answer { const struct svm_model *model; const struct work *work; };

static double
own_value(const void *ctx, size_t i)
{
	const struct answer *a = ctx;
	double own;

	svm_predict_values(a->model, a->work->x[i], &own);
	return a->model->label[0] == 1 ? own : -own;
}

int
svm_check_folding(struct svm_machine *m, const struct svm_task *t,
    svm_own_fn *own, const void *ctx, struct err *e)
{
	size_t step = t->l / CHECKED + 1;

	for (size_t i = 0; i < t->l; i += step) {
		double d = fabs(own(ctx, i) - svm_decision(m, &t->row[i]));

		if (d > m->folding_error)
			m->folding_error = d;
	}
	if (m->folding_error > SVM_FOLD_MAX)
		return err_set(e, ERR_FATAL, "folding changed a decision "
		    "value by %g", m->folding_error);
	return 0;
}

int
svm_check_classes(const struct svm_task *t, struct err *e)
{
	size_t yes = 0;

	for (size_t i = 0; i < t->l; i++)
		yes += t->y[i] == 1;
	if (yes == 0 || yes == t->l)
		return err_set(e, ERR_DATA, "all %zu posts have the same "
		    "label: nothing to tell apart", t->l);
	return 0;
}

static int
fit_one(const struct svm_task *t, const struct work *w, int kernel,
    double cost, struct svm_machine *m, struct err *e)
{
	int label[2] = { 1, -1 };
	double weight[2] = { t->weight_yes, t->weight_no };
	struct svm_parameter param = { .svm_type = C_SVC, .C = cost,
	    .kernel_type = kernel, .eps = t->epsilon,
	    .cache_size = t->cache_mb > 0 ? t->cache_mb : CACHE_MB,
	    .shrinking = !t->no_shrinking, .nr_weight = 2, .weight_label = label,
	    .weight = weight };
	struct svm_problem problem = { (int)t->l, w->y, w->x };
	const char *bad = svm_check_parameter(&problem, &param);

	if (bad != NULL)
		return err_set(e, ERR_CONFIG, "libsvm: %s", bad);
	struct svm_model *model = svm_train(&problem, &param);

	fold(m, model, t);
	int rc = svm_check_folding(m, t, own_value, &(struct answer){ model,
	    w }, e);

	svm_free_and_destroy_model(&model);
	return rc;
}

int
svm_fit_costs(const struct svm_task *t, const double *cost, size_t n,
    struct svm_machine *m, struct err *e)
{
	struct work w = {0};
	int rc = 0;

	memset(m, 0, n * sizeof(*m));
	if (svm_check_classes(t, e) < 0)
		return -1;
	w.x = xcalloc(t->l, sizeof(*w.x));
	w.y = xmalloc(t->l * sizeof(*w.y));
	for (size_t i = 0; i < t->l; i++)
		w.y[i] = t->y[i] == 1 ? 1 : -1;
	bool matrix = svm_matrix_bytes(t->l) <= t->memory;

	if (matrix)
		make_matrix(&w, t);
	else
		make_sparse(&w, t);
	svm_set_print_string_function(quiet);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = fit_one(t, &w, matrix ? PRECOMPUTED : LINEAR, cost[i],
		    &m[i], e);
	free(w.node);
	free(w.x);
	free(w.y);
	free(w.rest);
	free(w.column);
	return rc;
}

int
svm_fit(const struct svm_task *t, struct svm_machine *m, struct err *e)
{
	return svm_fit_costs(t, &t->cost, 1, m, e);
}

double
svm_decision(const struct svm_machine *m, const struct vocab_row *x)
{
	double sum = m->bias;

	for (size_t k = 0; k < x->n; k++)
		sum += m->w[x->x[k].row] * x->x[k].x;
	return sum;
}
