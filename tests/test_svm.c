/* SPDX-License-Identifier: MIT
 *
 * The folded machine against libsvm itself, on posts of data/labelled. */
#include <stdlib.h>

#include <libsvm/svm.h>

#include "classify/dataset.h"
#include "classify/svm.h"
#include "tests/test.h"

#define POSTS 400
#define FILE_ "data/labelled/a-services.jsonl"

static void
silent(const char *s)
{
	(void)s;
}

/* libsvm's own linear kernel, trained and asked by its own functions. */
static double
against_libsvm(const struct svm_task *t, const struct svm_machine *m,
    const struct dataset *d)
{
	struct svm_node **x = xcalloc(d->n, sizeof(*x));
	double *y = xmalloc(t->l * sizeof(*y)), worst = 0;
	int label[2] = { 1, -1 };
	double weight[2] = { t->weight_yes, t->weight_no };
	struct svm_parameter p = { .svm_type = C_SVC, .kernel_type = LINEAR,
	    .C = t->cost, .eps = t->epsilon, .cache_size = 100,
	    .shrinking = 1, .nr_weight = 2, .weight_label = label,
	    .weight = weight };

	for (size_t i = 0; i < d->n; i++) {
		const struct vocab_row *r = &d->row[i];

		x[i] = xcalloc(r->n + 1, sizeof(**x));
		for (size_t k = 0; k < r->n; k++)
			x[i][k] = (struct svm_node){ (int)r->x[k].row + 1,
			    (double)r->x[k].x * (t->scale != NULL ?
			    (double)t->scale[r->x[k].row] : 1) };
		x[i][r->n].index = -1;
		if (i < t->l)
			y[i] = t->y[i] == 1 ? 1 : -1;
	}
	struct svm_problem problem = { (int)t->l, y, x };

	svm_set_print_string_function(silent);
	struct svm_model *model = svm_train(&problem, &p);
	double sign = model->label[0] == 1 ? 1 : -1, own;

	for (size_t i = 0; i < d->n; i++) {
		svm_predict_values(model, x[i], &own);
		double diff = fabs(sign * own - svm_decision(m, &d->row[i]));

		worst = diff > worst ? diff : worst;
	}
	svm_free_and_destroy_model(&model);
	for (size_t i = 0; i < d->n; i++)
		free(x[i]);
	free(x);
	free(y);
	return worst;
}

static void
test_folding(const struct dataset *d, const float *scale, size_t memory,
    const char *name)
{
	int8_t *y = xmalloc(d->n);
	struct svm_machine m = {0};
	struct err e = {0};
	struct svm_task t = { .row = d->row, .y = y, .l = d->n * 3 / 4,
	    .features = d->vocab->n, .scale = scale, .cost = 0.5,
	    .weight_yes = 1.3, .weight_no = 0.8, .epsilon = 0.001,
	    .memory = memory };

	for (size_t i = 0; i < d->n; i++)
		y[i] = d->y[i][P_COMPLAINT];
	CHECK(svm_fit(&t, &m, &e) == 0, "%s: trains %s", name, e.msg);
	CHECK(m.folding_error <= 1e-6, "%s: folded by itself within %g", name,
	    m.folding_error);
	double worst = against_libsvm(&t, &m, d);

	CHECK(worst <= 1e-6, "%s: %zu decision values equal libsvm's within "
	    "%g", name, d->n, worst);
	free(m.w);
	for (size_t i = 0; i < d->n; i++)
		y[i] = 1;
	CHECK(svm_fit(&t, &m, &e) < 0 && e.kind == ERR_DATA,
	    "%s: one class is refused", name);
	free(m.w);
	free(y);
}

int
main(void)
{
	struct labelled l = {0};
	struct rejects *r = rejects_new(NULL);
	struct err e = {0};

	CHECK(labelled_read(&l, FILE_, r, &e) == 0, "reads " FILE_ " %s",
	    e.msg);
	labelled_sort(&l);
	l.n = l.n < POSTS ? l.n : POSTS;
	struct dataset *d = dataset_new(&l, 2, 5, 1, NULL);
	float *scale = xmalloc(d->vocab->n * sizeof(*scale));

	for (uint32_t f = 0; f < d->vocab->n; f++)
		scale[f] = 0.5f + (float)(f % 7);
	test_folding(d, NULL, (size_t)1 << 30, "matrix");
	test_folding(d, scale, (size_t)1 << 30, "matrix, scaled");
	test_folding(d, NULL, 0, "linear kernel");
	test_folding(d, scale, 0, "linear kernel, scaled");
	free(scale);
	dataset_free(d);
	labelled_free(&l);
	rejects_free(r);
	return test_done();
}
