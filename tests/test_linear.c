/* SPDX-License-Identifier: MIT
 *
 * liblinear's machine against libsvm's by the objective each minimises, and
 * the same bytes whatever other threads do, on posts of data/labelled. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "classify/dataset.h"
#include "classify/linear.h"
#include "tests/test.h"

#define POSTS 400
#define FILE_ "data/labelled/a-services.jsonl"
#define THREADS 4

/* |w|^2 / 2 and the price of errors; with the bias as one more weight it is
 * what liblinear minimises, without it is C-SVC. */
static double
objective(const struct svm_task *t, const struct svm_machine *m, bool bias)
{
	double sum = bias ? m->bias * m->bias / 2 : 0;

	for (uint32_t f = 0; f < t->features; f++) {
		double w = m->w[f] / (t->scale != NULL ?
		    (double)t->scale[f] : 1);

		sum += w * w / 2;
	}
	for (size_t i = 0; i < t->l; i++) {
		double y = t->y[i] == 1 ? 1 : -1;
		double loss = 1 - y * svm_decision(m, &t->row[i]);

		if (loss > 0)
			sum += loss * t->cost * (t->y[i] == 1 ?
			    t->weight_yes : t->weight_no);
	}
	return sum;
}

static int
fit(const struct svm_task *t, struct svm_machine *m, struct err *e)
{
	return linear_fit_costs(t, &t->cost, 1, m, e);
}

static void
test_objective(const struct svm_task *t, const char *name)
{
	struct svm_machine a, b;
	struct err e = {0};
	size_t differ = 0;

	CHECK(fit(t, &a, &e) == 0 && svm_fit(t, &b, &e) == 0, "%s: trains %s",
	    name, e.msg);
	double with_a = objective(t, &a, true), with_b = objective(t, &b, true);
	double own_a = objective(t, &a, false);
	double own_b = objective(t, &b, false);

	CHECK(with_a <= with_b * 1.0001, "%s: liblinear is best at its own "
	    "objective: %g, libsvm %g", name, with_a, with_b);
	CHECK(own_b <= own_a * 1.0001, "%s: libsvm at C-SVC: %g, liblinear %g",
	    name, own_b, own_a);
	CHECK(own_a <= own_b * 1.01, "%s: and they are within 1 %%", name);
	CHECK(a.folding_error <= 1e-9, "%s: folded within %g", name,
	    a.folding_error);
	for (size_t i = 0; i < t->l; i++)
		differ += (svm_decision(&a, &t->row[i]) > 0) !=
		    (svm_decision(&b, &t->row[i]) > 0);
	CHECK(differ * 50 <= t->l, "%s: %zu of %zu decisions differ", name,
	    differ, t->l);
	free(a.w);
	free(b.w);
}

static bool
same(const struct svm_task *t, const struct svm_machine *a,
    const struct svm_machine *b)
{
	return a->bias == b->bias &&
	    memcmp(a->w, b->w, t->features * sizeof(*a->w)) == 0;
}

static void
test_costs(const struct svm_task *t)
{
	static const double cost[3] = { 0.1, 0.5, 2 };
	struct svm_machine all[3], one;
	struct err e = {0};
	struct svm_task u = *t;

	CHECK(linear_fit_costs(t, cost, 3, all, &e) == 0, "three costs %s",
	    e.msg);
	for (int i = 0; i < 3; i++) {
		u.cost = cost[i];
		CHECK(fit(&u, &one, &e) == 0 && same(t, &one, &all[i]),
		    "cost %g alone: the same bytes", cost[i]);
		free(one.w);
	}
	CHECK(!same(t, &all[0], &all[2]), "cost matters");
	for (int i = 0; i < 3; i++)
		free(all[i].w);
	CHECK(svm_fit_costs(t, cost, 3, all, &e) == 0, "libsvm: three costs");
	for (int i = 0; i < 3; i++) {
		u.cost = cost[i];
		CHECK(svm_fit(&u, &one, &e) == 0 && same(t, &one, &all[i]),
		    "libsvm: cost %g alone: the same bytes", cost[i]);
		free(one.w);
		free(all[i].w);
	}
}

static void *
fit_again(void *arg)
{
	struct svm_machine *m = xcalloc(1, sizeof(*m));
	struct err e = {0};

	if (fit(arg, m, &e) < 0)
		m->bias = NAN;
	return m;
}

static void
test_threads(struct svm_task *t)
{
	pthread_t thread[THREADS];
	struct svm_machine first;
	struct err e = {0};

	CHECK(fit(t, &first, &e) == 0, "trains %s", e.msg);
	(void)rand();
	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, fit_again, t);
	for (int i = 0; i < THREADS; i++) {
		struct svm_machine *m;
		void *got;

		pthread_join(thread[i], &got);
		m = got;
		CHECK(same(t, m, &first), "thread %d of %d at once: the same "
		    "bytes", i + 1, THREADS);
		free(m->w);
		free(m);
	}
	free(first.w);
}

int
main(void)
{
	struct labelled l = {0};
	struct rejects *r = rejects_new(NULL);
	struct svm_machine m;
	struct err e = {0};

	CHECK(labelled_read(&l, FILE_, r, &e) == 0, "reads " FILE_ " %s",
	    e.msg);
	labelled_sort(&l);
	l.n = l.n < POSTS ? l.n : POSTS;
	struct dataset *d = dataset_new(&l, 2, 5, 1, NULL);
	float *scale = xmalloc(d->vocab->n * sizeof(*scale));
	int8_t *y = xmalloc(d->n);
	struct svm_task t = { .row = d->row, .y = y, .l = d->n,
	    .features = d->vocab->n, .cost = 0.5, .weight_yes = 1.3,
	    .weight_no = 0.8, .epsilon = 0.001, .memory = (size_t)1 << 30 };

	for (uint32_t f = 0; f < d->vocab->n; f++)
		scale[f] = 0.5f + (float)(f % 7);
	for (size_t i = 0; i < d->n; i++)
		y[i] = d->y[i][P_COMPLAINT];
	test_objective(&t, "plain");
	test_costs(&t);
	test_threads(&t);
	t.scale = scale;
	test_objective(&t, "scaled");
	t.scale = NULL;
	memset(y, 0, d->n);
	CHECK(fit(&t, &m, &e) < 0 && e.kind == ERR_DATA, "one class is "
	    "refused");
	free(y);
	free(scale);
	dataset_free(d);
	labelled_free(&l);
	rejects_free(r);
	return test_done();
}
