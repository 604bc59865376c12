/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include <linear.h>

#include "classify/linear.h"
#include "common/mem.h"

#define BIAS 1.0		/* liblinear's -B 1 */
#define SEED UINT64_C(0x9e3779b97f4a7c15)

#define STR(x) STR_(x)
#define STR_(x) #x

struct work {
	struct feature_node *node;	/* all vectors, one after the other */
	struct feature_node **x;
	double *y;
};

/* ---- random numbers ---- */

/* liblinear shuffles posts with rand(), whose one state all threads share:
 * results would depend on who asks when. A definition in the program takes
 * the place of libc's in its libraries too. */
static _Thread_local struct { uint64_t state, calls; } dice = { SEED, 0 };

int
rand(void)
{
	/* splitmix64 (Steele, Lea and Flood 2014); 31 bits as RAND_MAX says */
	uint64_t z = dice.state += SEED;

	dice.calls++;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ (z >> 31)) >> 33);
}

/* ---- talk ---- */

static void
quiet(const char *s)
{
	(void)s;
}

static void
silence(void)
{
	set_print_string_function(quiet);
}

const char *
linear_library(void)
{
	return "liblinear " STR(LIBLINEAR_VERSION);
}

/* ---- training ---- */

static size_t
count_nodes(const struct svm_task *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->l; i++)
		n += t->row[i].n + 2;	/* the bias, the end */
	return n;
}

size_t
linear_bytes(const struct svm_task *t)
{
	return count_nodes(t) * sizeof(struct feature_node) + t->l *
	    (sizeof(struct feature_node *) * 2 + sizeof(double) * 4);
}

static struct work
make_work(const struct svm_task *t)
{
	struct work w = { xmalloc(count_nodes(t) * sizeof(*w.node)),
	    xmalloc(t->l * sizeof(*w.x)), xmalloc(t->l * sizeof(*w.y)) };
	size_t n = 0;

	for (size_t i = 0; i < t->l; i++) {
		w.x[i] = w.node + n;
		w.y[i] = t->y[i] == 1 ? 1 : -1;
		for (size_t k = 0; k < t->row[i].n; k++) {
			const struct vocab_entry *x = &t->row[i].x[k];

			w.node[n++] = (struct feature_node){ (int)x->row + 1,
			    svm_scaled(t, x) };
		}
		w.node[n++] = (struct feature_node){ (int)t->features + 1,
		    BIAS };
		w.node[n++] = (struct feature_node){ -1, 0 };
	}
	return w;
}

/* Weights for vectors that are not scaled; the first class is "yes" or not. */
static void
take(struct svm_machine *m, const struct model *model,
    const struct svm_task *t)
{
	double sign = model->label[0] == 1 ? 1 : -1;

	m->support = -1;
	m->w = xmalloc(t->features * sizeof(*m->w));
	for (uint32_t f = 0; f < t->features; f++)
		m->w[f] = sign * model->w[f] *
		    (t->scale != NULL ? (double)t->scale[f] : 1);
	m->bias = sign * model->w[t->features] * BIAS;
}

struct answer { const struct model *model; const struct work *work; };

static double
own_value(const void *ctx, size_t i)
{
	const struct answer *a = ctx;
	double own;

	predict_values(a->model, a->work->x[i], &own);
	return a->model->label[0] == 1 ? own : -own;
}

static int
fit_one(const struct svm_task *t, const struct work *w, double cost,
    struct svm_machine *m, struct err *e)
{
	int label[2] = { 1, -1 };
	double weight[2] = { t->weight_yes, t->weight_no };
	struct problem problem = { (int)t->l, (int)t->features + 1, w->y,
	    w->x, BIAS };
	struct parameter param = { .solver_type = L2R_L1LOSS_SVC_DUAL,
	    .eps = t->epsilon, .C = cost, .nr_weight = 2,
	    .weight_label = label, .weight = weight, .p = 0.1 };
	const char *bad = check_parameter(&problem, &param);

	if (bad != NULL)
		return err_set(e, ERR_CONFIG, "liblinear: %s", bad);
	dice.state = SEED;
	dice.calls = 0;
	struct model *model = train(&problem, &param);
	int rc = dice.calls > 0 ? 0 : err_set(e, ERR_FATAL, "liblinear takes "
	    "its random numbers elsewhere: its results would not repeat");

	take(m, model, t);
	if (rc == 0)
		rc = svm_check_folding(m, t, own_value, &(struct answer){
		    model, w }, e);
	free_and_destroy_model(&model);
	return rc;
}

int
linear_fit_costs(const struct svm_task *t, const double *cost, size_t n,
    struct svm_machine *m, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int rc = 0;

	memset(m, 0, n * sizeof(*m));
	if (svm_check_classes(t, e) < 0)
		return -1;
	pthread_once(&once, silence);
	struct work w = make_work(t);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = fit_one(t, &w, cost[i], &m[i], e);
	free(w.node);
	free(w.x);
	free(w.y);
	return rc;
}
